package dev.lockstep.model.tlc;

/**
 * What TLC counted.
 *
 * @param generated states generated, initial ones and repetitions included
 * @param distinct distinct states, as the VIEW sees them
 * @param diameter the number of states on the longest shortest path from an initial state
 * @param edges distinct labelled edges, or {@link #NOT_COUNTED} when no graph was wanted
 * @param millisElapsed from the start of TLC's process to its end, reading the graph included
 * @param cpuMillis processor time of TLC's process, user and system, of all its threads
 */
public record TlcStats(
    long generated, long distinct, int diameter, long edges, long millisElapsed, long cpuMillis) {
  public static final long NOT_COUNTED = -1;
}
