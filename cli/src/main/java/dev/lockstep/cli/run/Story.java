package dev.lockstep.cli.run;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Model;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.StoreUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A trace as lines for a person: step, task, call, result, recency order, use of the pools. */
public final class Story {
  private final Constants constants;
  private final Model model;
  private final StepComparison comparison;

  public Story(Constants constants) {
    this.constants = constants;
    this.model = new ContractModel(constants);
    this.comparison = new StepComparison(model);
  }

  /**
   * The lines, a step each; where a divergence is given, its step says so and is the last.
   *
   * @param divergence where a store parted from the model, or null
   */
  public List<String> lines(List<Action> actions, @Nullable Divergence divergence) {
    List<String> lines = new ArrayList<>();
    StoreState state = model.initialStates().get(0);
    for (int i = 0; i < actions.size(); i++) {
      StepComparison.Expected expected = comparison.expected(state, actions.get(i));
      lines.add(line(i + 1, actions.get(i), comparison.observation(expected)));
      state = expected.after();
      if (divergence != null && divergence.step() == i) {
        break;
      }
    }
    if (divergence != null) {
      lines.add(
          divergence.field().equals("anomaly")
              ? "     " + divergence.actual() + "   <-- " + divergence.rule()
              : "     "
                  + divergence.field()
                  + ": expected "
                  + divergence.expected()
                  + ", the store has "
                  + divergence.actual()
                  + "   <-- "
                  + divergence.rule());
    }
    return lines;
  }

  /** The lines of calls as a store answers them, whether the model agrees or not. */
  public List<String> linesOn(StoreUnderTest.Factory stores, List<Action> actions) {
    List<String> lines = new ArrayList<>();
    try (StoreUnderTest store = stores.create(constants)) {
      for (int i = 0; i < actions.size(); i++) {
        lines.add(line(i + 1, actions.get(i), store.apply(actions.get(i))));
      }
    }
    return lines;
  }

  private String line(int number, Action action, Observation seen) {
    StringBuilder line =
        new StringBuilder(
            String.format(Locale.ROOT, "%3d  %-48s %-10s", number, call(action), result(seen)));
    line.append("  lru: ").append(String.join(" ", seen.snapshot().lru()));
    for (MemoryMode mode : MemoryMode.values()) {
      if (constants.pool(mode).max() > 0) {
        line.append("  ")
            .append(mode == MemoryMode.ON_HEAP ? "on-heap " : "off-heap ")
            .append(seen.snapshot().used().get(mode))
            .append('/')
            .append(seen.snapshot().pool().get(mode));
      }
    }
    if (!seen.snapshot().locks().isEmpty()) {
      line.append("  locks: ")
          .append(
              seen.snapshot().locks().entrySet().stream()
                  .map(e -> e.getKey() + " by " + tasks(e.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    append(line, "gone", seen.departures());
    append(line, "released", seen.releases());
    return line.toString();
  }

  private static String tasks(Map<Integer, Integer> counts) {
    return counts.keySet().stream().map(String::valueOf).collect(Collectors.joining("+"));
  }

  private static void append(StringBuilder line, String word, List<String> blocks) {
    if (!blocks.isEmpty()) {
      line.append("  ").append(word).append(": ").append(String.join(" ", blocks));
    }
  }

  private static String result(Observation seen) {
    // After a fatal release the caller hears of no amount.
    boolean none = seen.amount() == 0 || seen.result() == Result.FATAL;
    return none ? seen.result().toString() : seen.result() + " " + seen.amount();
  }

  /** The call with what a reader has to know of its block. */
  private String call(Action action) {
    Map<String, Object> parameters = action.parameters();
    Object task = parameters.get("t");
    StringBuilder call = new StringBuilder(task == null ? "        " : "task " + task + "  ");
    call.append(Character.toLowerCase(action.name().charAt(0))).append(action.name().substring(1));
    if (action instanceof Action.OnBlock onBlock) {
      call.append(' ').append(onBlock.b());
      if (action instanceof Action.Put) {
        call.append(" (").append(described(constants.block(onBlock.b()))).append(')');
      }
      return call.toString();
    }
    parameters.forEach(
        (name, value) -> {
          if (!name.equals("t")) {
            call.append(' ').append(value);
          }
        });
    return call.toString();
  }

  private static String described(BlockSpec block) {
    String mode = block.mode() == MemoryMode.ON_HEAP ? "on-heap" : "off-heap";
    String owner = block.owner() == BlockSpec.NO_OWNER ? "" : ", rdd " + block.owner();
    return block.size() + (block.size() == 1 ? " unit, " : " units, ") + mode + owner;
  }
}
