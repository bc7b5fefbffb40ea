package dev.lockstep.simulator.run;

/** Simulated time. Nothing in a simulation reads the time of the machine. */
public final class Clock {
  private long micros;

  /** Microseconds since the simulation began. */
  public long micros() {
    return micros;
  }

  /**
   * Moves on to an instant.
   *
   * @return microseconds that have passed
   * @throws IllegalArgumentException if the instant lies in the past
   */
  public long advanceTo(long instantMicros) {
    if (instantMicros < micros) {
      throw new IllegalArgumentException(
          "the clock stands at " + micros + " us and cannot go back to " + instantMicros);
    }
    long passed = instantMicros - micros;
    micros = instantMicros;
    return passed;
  }
}
