package dev.lockstep.simulator.run;

import dev.lockstep.simulator.store.CacheStore;

/**
 * Hears of a simulation as it goes. The simulation keeps no history of its own, so that its memory
 * does not grow with its length; whoever wants one collects it here.
 */
public interface SimulationListener {
  /** Hears nothing. */
  SimulationListener NONE = new SimulationListener() {};

  /** The blocks have been drawn, no call has been made. */
  default void begun(CacheStore store) {}

  /**
   * A call was made and has not been made to wait.
   *
   * @param micros simulated time
   * @param task who made it
   * @param block its block, of a call that has one
   * @param mode the ordinal of its mode, of a call that has one
   * @param units the units that it names, of a call that names some
   */
  default void called(long micros, Call call, int task, int block, int mode, long units) {}

  /** How often {@link #progressed} is to be called. */
  default long requestsBetweenReports() {
    return 10_000;
  }

  /** Called now and then, and at the end. */
  default void progressed(CacheStore store, long micros, long requests) {}
}
