package dev.lockstep.simulator.metrics;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each small number was seen; numbers from {@link #EXACT_MAX} on count by powers of 2.
 */
public final class Distribution {
  /** Numbers below are counted one by one. */
  public static final int EXACT_MAX = 16;

  private final long[] exact = new long[EXACT_MAX];
  private final long[] powers = new long[Long.SIZE];
  private long most;

  void add(long number) {
    if (number < EXACT_MAX) {
      exact[(int) number]++;
    } else {
      powers[Long.SIZE - 1 - Long.numberOfLeadingZeros(number)]++;
    }
    most = Math.max(most, number);
  }

  long most() {
    return most;
  }

  /** Counts by number, or by the least number of a power of 2; without those that are 0. */
  SortedMap<Long, Long> counts() {
    SortedMap<Long, Long> counts = new TreeMap<>();
    for (int i = 0; i < EXACT_MAX; i++) {
      if (exact[i] > 0) {
        counts.put((long) i, exact[i]);
      }
    }
    for (int i = 0; i < powers.length; i++) {
      if (powers[i] > 0) {
        counts.put(1L << i, powers[i]);
      }
    }
    return counts;
  }
}
