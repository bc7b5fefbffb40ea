package dev.lockstep.traces;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockStep;
import java.util.List;

/**
 * A run of the store at lock level, format version 1: a forced interleaving. Each step is what one
 * thread does under one hold of one lock.
 *
 * @param origin where it comes from
 * @param seed the seed that made it; 0 where no chance was involved
 * @param expect how replaying it must end: a name of {@code MemoryStoreProperties.tla} in the place
 *     of a rule is the property that the last step, or the behaviour as a whole, breaks
 * @param constants what the run fixes; mechanisms may be left out
 * @param steps the steps and what was observed after each
 * @param loop the index of the step to which the run returns after its last one, to go on for ever;
 *     the number of steps if it stops there for ever; {@link #NO_LOOP} for a run that just ends
 */
public record LockTrace(
    Trace.Origin origin,
    long seed,
    Trace.Expectation expect,
    LockConstants constants,
    List<Step> steps,
    int loop)
    implements StoredTrace {
  public static final int NO_LOOP = -1;

  public LockTrace {
    steps = List.copyOf(steps);
    if (loop < NO_LOOP || loop > steps.size()) {
      throw new IllegalArgumentException(
          "loop must be a step or the number of steps (" + steps.size() + "), was " + loop);
    }
  }

  /**
   * One step.
   *
   * @param label the action, its thread, and its block by position in the constants
   * @param observed what was observed after it
   */
  public record Step(LockStep.Label label, LockObservation observed) {}

  @Override
  public Trace.Level level() {
    return Trace.Level.LOCK;
  }

  @Override
  public int length() {
    return steps.size();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.lock(this);
  }

  /** The steps alone. */
  public List<LockStep.Label> labels() {
    return steps.stream().map(Step::label).toList();
  }
}
