package dev.lockstep.cli.run;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Model;
import dev.lockstep.model.StoreState;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.StoreUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A trace as lines for a person: step, task, call, result, recency order, use of the pools. */
public final class Story {
  private final Constants constants;
  private final Model model;
  private final StepComparison comparison;
  private final CallWords words;

  public Story(Constants constants) {
    this.constants = constants;
    this.model = new ContractModel(constants);
    this.comparison = new StepComparison(model);
    this.words = new CallWords(constants);
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
            String.format(
                Locale.ROOT,
                "%3d  %-48s %-10s",
                number,
                words.call(action),
                CallWords.result(seen)));
    line.append("  lru: ").append(String.join(" ", seen.snapshot().lru()));
    for (MemoryMode mode : MemoryMode.values()) {
      if (constants.pool(mode).max() > 0) {
        line.append("  ")
            .append(CallWords.mode(mode) + " ")
            .append(seen.snapshot().used().get(mode))
            .append('/')
            .append(seen.snapshot().pool().get(mode));
      }
    }
    if (!seen.snapshot().locks().isEmpty()) {
      line.append("  locks: ").append(CallWords.locks(seen.snapshot()));
    }
    append(line, "gone", seen.departures());
    append(line, "released", seen.releases());
    return line.toString();
  }

  private static void append(StringBuilder line, String word, List<String> blocks) {
    if (!blocks.isEmpty()) {
      line.append("  ").append(word).append(": ").append(String.join(" ", blocks));
    }
  }
}
