package dev.lockstep.simulator.metrics;

/**
 * What a call costs while it holds the memory manager's monitor. A simulation has no time of its
 * own for that; these are the parameters of the estimate.
 *
 * @param callNanos a call that takes the monitor
 * @param victimNanos an entry that is dropped, its locks and books
 * @param releaseNanos a release callback (R8: it runs under the monitor)
 */
public record MonitorCost(long callNanos, long victimNanos, long releaseNanos) {
  /**
   * A put takes some microseconds on the real store ({@code ./lockstep bench store}), most of it
   * per victim; a release that frees some buffers takes as long as a few dozen frees.
   */
  public static final MonitorCost DEFAULT = new MonitorCost(1_000, 4_000, 20_000);

  /** Nanoseconds for which one call holds it. */
  public long nanos(long victims, long releases) {
    return callNanos + victims * victimNanos + releases * releaseNanos;
  }
}
