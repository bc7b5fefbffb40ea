package dev.lockstep.schedule.search;

import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.Scheduler;

/**
 * Goes through schedules, a run at a time: {@link #next}, the run, {@link #learn}, and again while
 * there {@link #isLeft} something.
 */
public interface Search {
  /** False once nothing is left to try. */
  boolean isLeft();

  /** The scheduler of the next run. */
  Scheduler next();

  /** Takes in what the run was. */
  void learn(Run run);

  /**
   * Whether every schedule that it means to cover has been covered; only a systematic one says so.
   */
  boolean isComplete();
}
