package dev.lockstep.simulator.metrics;

import dev.lockstep.simulator.store.CacheStore;
import java.util.Arrays;

/**
 * What one call on a store has evicted and released so far, and what rules say of it. Simulations
 * count with it and hunts judge by it, so that both mean the same.
 */
public final class CallWatch {
  private int[] victims = new int[16];
  private long[] stamps = new long[16];
  private int count;
  private long releases;

  /** A block was chosen to make room; when it was put or read last. */
  public void evicted(int block, long stamp) {
    if (count == stamps.length) {
      victims = Arrays.copyOf(victims, 2 * count);
      stamps = Arrays.copyOf(stamps, 2 * count);
    }
    victims[count] = block;
    stamps[count++] = stamp;
  }

  /** A release callback ran. */
  public void released() {
    releases++;
  }

  /** How many blocks were chosen. */
  public int victims() {
    return count;
  }

  /** The block that was chosen at that place, from 0. */
  public int victim(int i) {
    return victims[i];
  }

  /**
   * R4: whether that one went while an older one stayed.
   *
   * @param oldestLeft the stamp of the oldest that could have gone and is still there
   */
  public boolean inverted(int i, long oldestLeft) {
    return stamps[i] > oldestLeft;
  }

  /** How many callbacks ran. */
  public long releases() {
    return releases;
  }

  /** R8: how long the call held the monitor, in nanoseconds, estimated. */
  public long nanos(MonitorCost cost) {
    return cost.nanos(count, releases);
  }

  /** The call is over, or another begins. */
  public void over() {
    count = 0;
    releases = 0;
  }

  /** Whether what is idle or evictable would hold a block that was refused. */
  public static boolean wouldHold(CacheStore store, int mode, int owner, long units) {
    long stuck = store.liveUnits(mode) - store.evictableUnits(mode, owner);
    return units <= store.memory(mode) - store.executionUsed(mode) - unroll(store, mode) - stuck;
  }

  /** The unroll memory of all tasks. */
  public static long unroll(CacheStore store, int mode) {
    long units = 0;
    for (int t = 1; t <= store.layout().tasks(); t++) {
      units += store.unroll(mode, t);
    }
    return units;
  }
}
