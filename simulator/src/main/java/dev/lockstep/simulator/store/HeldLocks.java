package dev.lockstep.simulator.store;

import java.util.Arrays;

/**
 * The read locks that one task holds, the latest last. Looked through from the latest: a task gives
 * back what it took a little while ago, so a call takes time in the number of blocks that the task
 * has locked since.
 */
final class HeldLocks {
  private static final int PAIRS_FIRST = 8;

  /** A block, then the locks on it. */
  private int[] pairs = new int[2 * PAIRS_FIRST];

  private int end;

  /** Blocks that are locked. */
  int count() {
    return end / 2;
  }

  /** Locks on all of them. */
  long total() {
    long total = 0;
    for (int at = 1; at < end; at += 2) {
      total += pairs[at];
    }
    return total;
  }

  int block(int i) {
    return pairs[2 * i];
  }

  /** Locks on a block. */
  int locks(int block) {
    int at = find(block);
    return at < 0 ? 0 : pairs[at + 1];
  }

  /** One more. */
  void take(int block) {
    int at = find(block);
    if (at >= 0) {
      pairs[at + 1]++;
      return;
    }
    if (end == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * end);
    }
    pairs[end] = block;
    pairs[end + 1] = 1;
    end += 2;
  }

  /** One less, if there is one. */
  boolean giveBack(int block) {
    int at = find(block);
    if (at < 0) {
      return false;
    }
    if (--pairs[at + 1] == 0) {
      end -= 2;
      if (at < end) {
        System.arraycopy(pairs, at + 2, pairs, at, end - at);
      }
    }
    return true;
  }

  void clear() {
    end = 0;
  }

  private int find(int block) {
    for (int at = end - 2; at >= 0; at -= 2) {
      if (pairs[at] == block) {
        return at;
      }
    }
    return -1;
  }
}
