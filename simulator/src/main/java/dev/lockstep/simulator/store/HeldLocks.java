package dev.lockstep.simulator.store;

import java.util.Arrays;

/**
 * The read locks that one task holds, the latest last. Looked through from the latest: a task gives
 * back what it took a little while ago, so a call takes time in the number of blocks that the task
 * has locked since.
 */
final class HeldLocks {
  private int[] blocks = new int[8];
  private int[] counts = new int[8];
  private int count;

  int count() {
    return count;
  }

  int block(int i) {
    return blocks[i];
  }

  int locksAt(int i) {
    return counts[i];
  }

  /** Locks on a block. */
  int locks(int block) {
    int i = find(block);
    return i < 0 ? 0 : counts[i];
  }

  /** One more. */
  void take(int block) {
    int i = find(block);
    if (i >= 0) {
      counts[i]++;
      return;
    }
    if (count == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * count);
      counts = Arrays.copyOf(counts, 2 * count);
    }
    blocks[count] = block;
    counts[count++] = 1;
  }

  /** One less, if there is one. */
  boolean giveBack(int block) {
    int i = find(block);
    if (i < 0) {
      return false;
    }
    if (--counts[i] == 0) {
      count--;
      System.arraycopy(blocks, i + 1, blocks, i, count - i);
      System.arraycopy(counts, i + 1, counts, i, count - i);
    }
    return true;
  }

  void clear() {
    count = 0;
  }

  private int find(int block) {
    for (int i = count - 1; i >= 0; i--) {
      if (blocks[i] == block) {
        return i;
      }
    }
    return -1;
  }
}
