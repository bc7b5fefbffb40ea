package dev.lockstep.simulator.store;

import com.carrotsearch.hppc.IntArrayList;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The entries of a store: which blocks are there, and in which order they were put or read. There
 * is a list for each order and owner that a block has; a stamp tells which of two entries in
 * different lists is the more recent.
 *
 * <p>A list is linked both ways around a sentinel. The links of a block are neighbours in one array
 * and nothing else is in it, so that as much of it as can be stays in the processor's caches.
 */
final class EntryTable {
  /** In the place of a block or of a list: none. */
  static final int ABSENT = -1;

  private final StoreLayout layout;
  private final int ordersAMode;
  private final int owners;

  /** Where block b stands: the one before at 2b, the one after at 2b + 1, each as such a 2b. */
  private final int[] links;

  private final int firstSentinel;
  private final int[] listOf;
  private final int lists;
  private final boolean single;
  private final long[] stamps;
  private long clock;

  /**
   * @param layout the blocks
   * @param ordersAMode 1 if all kinds give way in one order; 2 if native blocks have their own
   */
  EntryTable(StoreLayout layout, int ordersAMode) {
    this.layout = layout;
    this.ordersAMode = ordersAMode;
    this.owners = layout.ownersMax() + 1;
    this.listOf = new int[2 * ordersAMode * owners];
    Arrays.fill(listOf, ABSENT);
    int count = 0;
    for (int b = 0; b < layout.blocks(); b++) {
      int key = key(b);
      if (listOf[key] == ABSENT) {
        listOf[key] = count++;
      }
    }
    this.lists = count;
    this.single = count == 1;
    this.stamps = new long[single ? 0 : layout.blocks()];
    this.firstSentinel = 2 * layout.blocks();
    this.links = new int[firstSentinel + 2 * count];
    Arrays.fill(links, 0, firstSentinel, ABSENT);
    for (int at = firstSentinel; at < links.length; at += 2) {
      links[at] = at;
      links[at + 1] = at;
    }
  }

  private int key(int block) {
    return order(block) * owners + layout.owner(block);
  }

  /** The order that a block gives way in: by mode, then by kind if there are two a mode. */
  int order(int block) {
    int second = ordersAMode == 2 && layout.isNative(block) ? 1 : 0;
    return layout.mode(block) * ordersAMode + second;
  }

  /** The list of an order and an owner, or {@link #ABSENT} if no block is of it. */
  int list(int order, int owner) {
    return listOf[order * owners + owner];
  }

  int list(int block) {
    return single ? 0 : listOf[key(block)];
  }

  /** Lists in all. */
  int lists() {
    return lists;
  }

  boolean resident(int block) {
    return links[2 * block] != ABSENT;
  }

  /**
   * When the entry was put or touched last, in a table of several lists; of one list its order says
   * all, and all stamps are the same.
   */
  long stamp(int block) {
    return single ? 0 : stamps[block];
  }

  /** A block that is no entry becomes the most recent one. */
  void enter(int block) {
    link(2 * block, sentinel(block));
    stamp(block, clock);
  }

  /** An entry becomes the most recent. */
  void touch(int block) {
    int at = 2 * block;
    unlink(at);
    link(at, sentinel(block));
    stamp(block, clock);
  }

  void leave(int block) {
    int at = 2 * block;
    unlink(at);
    links[at] = ABSENT;
  }

  private void stamp(int block, long now) {
    if (!single) {
      stamps[block] = now;
      clock = now + 1;
    }
  }

  private int sentinel(int block) {
    return single ? firstSentinel : firstSentinel + 2 * listOf[key(block)];
  }

  private void link(int at, int sentinel) {
    int last = links[sentinel];
    links[at] = last;
    links[at + 1] = sentinel;
    links[last + 1] = at;
    links[sentinel] = at;
  }

  private void unlink(int at) {
    int before = links[at];
    int after = links[at + 1];
    links[before + 1] = after;
    links[after] = before;
  }

  /** The least recent entry of a list, or {@link #ABSENT}. */
  int oldest(int list) {
    return entry(links[firstSentinel + 2 * list + 1]);
  }

  /** The next more recent entry of the same list, or {@link #ABSENT}. */
  int newer(int block) {
    return entry(links[2 * block + 1]);
  }

  private int entry(int at) {
    return at < firstSentinel ? at >> 1 : ABSENT;
  }

  /** All entries, least recent first: the one order of R4. Takes time to sort them. */
  int[] order() {
    IntArrayList order = new IntArrayList();
    for (int list = 0; list < lists; list++) {
      for (int b = oldest(list); b != ABSENT; b = newer(b)) {
        order.add(b);
      }
    }
    return single
        ? order.toArray()
        : Arrays.stream(order.toArray())
            .boxed()
            .sorted(Comparator.comparingLong(this::stamp))
            .mapToInt(Integer::intValue)
            .toArray();
  }
}
