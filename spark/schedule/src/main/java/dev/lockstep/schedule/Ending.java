package dev.lockstep.schedule;

/** How a run ended. */
public enum Ending {
  /** All threads came to their ends. */
  COMPLETED,
  /** Threads wait for locks that others of them hold, for ever. */
  DEADLOCK,
  /** Threads sleep, and nobody is left who could wake them. */
  SLEEPS_FOR_EVER,
  /** More steps than allowed: nobody gets anywhere. */
  STEP_LIMIT,
  /** The scheduler stopped it. */
  STOPPED;

  /** Whether it says that something is wrong with what was run. */
  public boolean hangs() {
    return this == DEADLOCK || this == SLEEPS_FOR_EVER || this == STEP_LIMIT;
  }
}
