package dev.lockstep.bench.simulate;

import java.util.Arrays;

/** The least that an LRU of numbered blocks can be: two links a block in one array, no duties. */
final class PlainArrays implements CacheUnderTest {
  private static final int ABSENT = -1;

  private final int blocks;
  private final int capacity;

  PlainArrays(int blocks, int capacity) {
    this.blocks = blocks;
    this.capacity = capacity;
  }

  @Override
  public Counts play(int[] requests) {
    // Previous and next of block b at 2b and 2b + 1; the sentinel stands behind the last block.
    int[] links = new int[2 * (blocks + 1)];
    Arrays.fill(links, ABSENT);
    int sentinel = 2 * blocks;
    links[sentinel] = sentinel;
    links[sentinel + 1] = sentinel;
    long hits = 0;
    long evictions = 0;
    int size = 0;
    for (int block : requests) {
      int at = 2 * block;
      if (links[at] != ABSENT) {
        hits++;
        unlink(links, at);
      } else if (size < capacity) {
        size++;
      } else {
        int oldest = links[sentinel + 1];
        unlink(links, oldest);
        links[oldest] = ABSENT;
        evictions++;
      }
      int last = links[sentinel];
      links[at] = last;
      links[at + 1] = sentinel;
      links[last + 1] = at;
      links[sentinel] = at;
    }
    return new Counts(hits, evictions);
  }

  private static void unlink(int[] links, int at) {
    links[links[at] + 1] = links[at + 1];
    links[links[at + 1]] = links[at];
  }
}
