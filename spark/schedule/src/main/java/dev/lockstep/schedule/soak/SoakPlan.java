package dev.lockstep.schedule.soak;

import java.time.Duration;

/**
 * What a soak does. The seed decides all choices; in which order the threads run, the machine
 * decides.
 *
 * @param deferred whether releases wait until the monitor is left
 * @param threads at least 10: two tasks of four threads each, and tasks of one
 * @param steps calls, more or less, of each thread in each of the three parts
 * @param patience after which a run counts as hung
 */
public record SoakPlan(long seed, boolean deferred, int threads, int steps, Duration patience) {
  /** Checks the numbers. */
  public SoakPlan {
    if (threads < 10 || steps < 1) {
      throw new IllegalArgumentException(
          "soak: expected 10 threads or more and a step or more; found "
              + threads
              + " threads, "
              + steps
              + " steps");
    }
  }
}
