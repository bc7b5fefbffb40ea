package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import java.util.List;

/**
 * A run of the store at contract level, format version 1; {@link LockTrace} is the other level's.
 *
 * @param level {@code contract}
 * @param origin where it comes from
 * @param seed the seed that made it; 0 where no chance was involved
 * @param expect how replaying it must end
 * @param constants what the run fixes
 * @param steps the calls and what was observed after each
 */
public record Trace(
    Level level,
    Origin origin,
    long seed,
    Expectation expect,
    Constants constants,
    List<TraceStep> steps)
    implements StoredTrace {

  /** The value of {@code format} in a file. */
  public static final String FORMAT = "lockstep-trace/1";

  public Trace {
    steps = List.copyOf(steps);
    if (level != Level.CONTRACT) {
      throw new IllegalArgumentException("a trace of level " + level + " has other steps");
    }
  }

  /** Level of the specification. */
  public enum Level {
    CONTRACT,
    LOCK
  }

  /** Where a trace comes from. */
  public enum Origin {
    TLC,
    HUNT,
    RANDOM,
    RECORDED,
    HAND,
    BUG
  }

  /** How a replay must end. */
  public sealed interface Expectation {

    /** Every step is as the model says. */
    record Conforms() implements Expectation {}

    /**
     * A rule breaks.
     *
     * @param rule the rule's id, such as {@code R5}; at lock level also the name of a property
     * @param where spec, model, or a store such as {@code spark@4.2.0+double-release}; without
     *     {@code @4.2.0}, every version of Spark
     */
    record Breaks(String rule, String where) implements Expectation {}
  }

  /**
   * One call.
   *
   * @param action the call
   * @param observed what was observed after it
   */
  public record TraceStep(Action action, Observation observed) {}

  @Override
  public int length() {
    return steps.size();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.contract(this);
  }

  /** The calls alone. */
  public List<Action> actions() {
    return steps.stream().map(TraceStep::action).toList();
  }
}
