package dev.lockstep.cli.run;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StoreSnapshot;
import java.util.Map;
import java.util.stream.Collectors;

/** How calls of the contract level, their results and locks are called in a story. */
public record CallWords(Constants constants) {
  private static final String NO_TASK = "        ";

  /** The call with what a reader has to know of its block, and the task that makes it. */
  public String call(Action action) {
    String task = task(action);
    return (task.isEmpty() ? NO_TASK : task + "  ") + plainCall(action);
  }

  /** Who makes the call: {@code task 1}, or nothing for a call of the block manager's. */
  public static String task(Action action) {
    Object task = action.parameters().get("t");
    return task == null ? "" : "task " + task;
  }

  /** The call without its task. */
  public String plainCall(Action action) {
    StringBuilder call = new StringBuilder();
    call.append(Character.toLowerCase(action.name().charAt(0))).append(action.name().substring(1));
    if (action instanceof Action.OnBlock onBlock) {
      call.append(' ').append(onBlock.b());
      if (action instanceof Action.Put) {
        call.append(" (").append(described(constants.block(onBlock.b()))).append(')');
      }
      return call.toString();
    }
    action
        .parameters()
        .forEach(
            (name, value) -> {
              if (!name.equals("t")) {
                call.append(' ').append(value);
              }
            });
    return call.toString();
  }

  /** A pool's name for a person. */
  public static String mode(MemoryMode mode) {
    return mode == MemoryMode.ON_HEAP ? "on-heap" : "off-heap";
  }

  private static String described(BlockSpec block) {
    String owner = block.owner() == BlockSpec.NO_OWNER ? "" : ", rdd " + block.owner();
    String units = block.size() == 1 ? " unit, " : " units, ";
    return block.size() + units + mode(block.mode()) + owner;
  }

  /** What came back, with its amount in units if there is one. */
  public static String result(Observation seen) {
    // After a fatal release the caller hears of no amount.
    boolean none = seen.amount() == 0 || seen.result() == Result.FATAL;
    return none ? seen.result().toString() : seen.result() + " " + seen.amount();
  }

  /** Blocks with the tasks that have read locks on them; empty if nobody has. */
  public static String locks(StoreSnapshot store) {
    return store.locks().entrySet().stream()
        .map(e -> e.getKey() + " by " + tasks(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String tasks(Map<Integer, Integer> counts) {
    return counts.keySet().stream().map(String::valueOf).collect(Collectors.joining("+"));
  }
}
