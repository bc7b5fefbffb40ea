package dev.lockstep.simulator.input;

import com.carrotsearch.hppc.LongIntHashMap;
import java.util.Arrays;

/**
 * The numbers of objects by their ids. Small ids, which traces with numbers of blocks have, stand
 * in an array: it is several times denser than a hash table and looked up at once.
 */
final class ObjectNumbers {
  /** Not seen yet. */
  static final int NONE = 0;

  /** Ids below stand in the array, which takes 64 MB at most. */
  private static final int SMALL = 1 << 24;

  private int[] small = new int[1 << 10];
  private final LongIntHashMap large = new LongIntHashMap();

  /** The number of an id, or {@link #NONE}. */
  int get(long id) {
    if (id >= 0 && id < small.length) {
      return small[(int) id];
    }
    return id >= 0 && id < SMALL ? NONE : large.get(id);
  }

  /** Gives an id its number, which is above {@link #NONE}. */
  void put(long id, int number) {
    if (id < 0 || id >= SMALL) {
      large.put(id, number);
      return;
    }
    if (id >= small.length) {
      small = Arrays.copyOf(small, Math.max(2 * small.length, 2 * Integer.highestOneBit((int) id)));
    }
    small[(int) id] = number;
  }
}
