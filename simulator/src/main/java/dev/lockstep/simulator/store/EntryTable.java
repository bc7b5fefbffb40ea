package dev.lockstep.simulator.store;

import java.util.Arrays;

/**
 * The entries of a store: which blocks are there, in which order they were put or read, who is
 * locked how often. Eight cells a block in one array, so that a call touches one cache line of each
 * block that it moves. Entries stand in lists, each doubly linked around a sentinel; a stamp tells
 * which of two entries in different lists is the more recent.
 */
final class EntryTable {
  private static final int SHIFT = 3;
  private static final int PREVIOUS = 0;
  private static final int NEXT = 1;
  private static final int STAMP = 2;
  private static final int SIZE = 4;
  private static final int LOCKS = 5;
  private static final int LIST = 6;
  private static final int RELEASES = 7;

  /** In the place of PREVIOUS and NEXT: not an entry. */
  private static final int ABSENT = -1;

  private final int[] cells;
  private final int blocks;
  private long clock;
  private int count;

  /**
   * @param layout the blocks
   * @param lists number of lists
   * @param listOf the list of each block
   */
  EntryTable(StoreLayout layout, int lists, java.util.function.IntUnaryOperator listOf) {
    this.blocks = layout.blocks();
    this.cells = new int[(blocks + lists) << SHIFT];
    for (int b = 0; b < blocks; b++) {
      int at = b << SHIFT;
      cells[at + PREVIOUS] = ABSENT;
      cells[at + NEXT] = ABSENT;
      cells[at + SIZE] = layout.size(b);
      cells[at + LIST] = listOf.applyAsInt(b);
    }
    for (int list = 0; list < lists; list++) {
      int sentinel = blocks + list;
      cells[(sentinel << SHIFT) + PREVIOUS] = sentinel;
      cells[(sentinel << SHIFT) + NEXT] = sentinel;
    }
  }

  /** Entries in all lists. */
  int count() {
    return count;
  }

  boolean resident(int block) {
    return cells[(block << SHIFT) + NEXT] != ABSENT;
  }

  int size(int block) {
    return cells[(block << SHIFT) + SIZE];
  }

  int list(int block) {
    return cells[(block << SHIFT) + LIST];
  }

  /** Read locks of all tasks together. */
  int locks(int block) {
    return cells[(block << SHIFT) + LOCKS];
  }

  void locks(int block, int locks) {
    cells[(block << SHIFT) + LOCKS] = locks;
  }

  /** Calls of release since the block was put last. */
  int releases(int block) {
    return cells[(block << SHIFT) + RELEASES];
  }

  void releases(int block, int releases) {
    cells[(block << SHIFT) + RELEASES] = releases;
  }

  /** When the entry was put or touched last: no two entries have the same. */
  long stamp(int block) {
    int at = (block << SHIFT) + STAMP;
    return ((long) cells[at] << 32) | (cells[at + 1] & 0xFFFFFFFFL);
  }

  /** Puts an entry at the recent end of its list. */
  void enter(int block) {
    count++;
    link(block);
  }

  /** Moves an entry to the recent end of its list. */
  void touch(int block) {
    unlink(block);
    link(block);
  }

  void leave(int block) {
    count--;
    unlink(block);
    int at = block << SHIFT;
    cells[at + PREVIOUS] = ABSENT;
    cells[at + NEXT] = ABSENT;
  }

  private void link(int block) {
    int at = block << SHIFT;
    int sentinel = blocks + cells[at + LIST];
    int last = cells[(sentinel << SHIFT) + PREVIOUS];
    cells[at + PREVIOUS] = last;
    cells[at + NEXT] = sentinel;
    long stamp = clock++;
    cells[at + STAMP] = (int) (stamp >>> 32);
    cells[at + STAMP + 1] = (int) stamp;
    cells[(last << SHIFT) + NEXT] = block;
    cells[(sentinel << SHIFT) + PREVIOUS] = block;
  }

  private void unlink(int block) {
    int at = block << SHIFT;
    int previous = cells[at + PREVIOUS];
    int next = cells[at + NEXT];
    cells[(previous << SHIFT) + NEXT] = next;
    cells[(next << SHIFT) + PREVIOUS] = previous;
  }

  /** The least recent entry of a list, or what {@link #isEnd} knows as its end. */
  int oldest(int list) {
    return cells[((blocks + list) << SHIFT) + NEXT];
  }

  /** The next more recent entry of the same list, or its end. */
  int newer(int block) {
    return cells[(block << SHIFT) + NEXT];
  }

  /** The end of a list. */
  int endOf(int list) {
    return blocks + list;
  }

  /** Whether this is the end of a list rather than an entry. */
  boolean isEnd(int block) {
    return block >= blocks;
  }

  /** All entries, least recent first: the one order of R4. Takes time to sort them. */
  int[] order() {
    int[] order = new int[count];
    int n = 0;
    for (int b = 0; b < blocks && n < count; b++) {
      if (resident(b)) {
        order[n++] = b;
      }
    }
    return Arrays.stream(order)
        .boxed()
        .sorted(java.util.Comparator.comparingLong(this::stamp))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
