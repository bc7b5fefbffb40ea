package dev.lockstep.schedule;

/** Chooses which thread goes on: the one owner of thread order. Made for one run. */
@FunctionalInterface
public interface Scheduler {
  /** Says that the run is of no further interest. */
  int STOP = -1;

  /**
   * The thread that goes on, which must be enabled, or {@link #STOP}. At least one is enabled.
   * Called on whichever thread has just stopped.
   */
  int choose(Situation situation);
}
