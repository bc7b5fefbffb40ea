package dev.lockstep.simulator.store;

import java.util.Arrays;

/** Blocks that one call has chosen to make room, in order. Used again by call after call. */
final class Victims {
  private int[] blocks = new int[16];
  private int[] sizes = new int[16];
  private int count;
  private long units;

  void clear() {
    count = 0;
    units = 0;
  }

  void add(int block, int size) {
    if (count == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    blocks[count] = block;
    sizes[count++] = size;
    units += size;
  }

  int count() {
    return count;
  }

  int block(int i) {
    return blocks[i];
  }

  int size(int i) {
    return sizes[i];
  }

  /** Their sizes together. */
  long units() {
    return units;
  }
}
