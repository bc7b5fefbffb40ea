package dev.lockstep.simulator.store;

import java.util.Arrays;

/**
 * Entries that give way to one another, least recent first, over several lists: one list for each
 * owner, so that the entries of one RDD are left out (R4) without walking past them.
 *
 * <p>A heap of lists says whose oldest entry is the oldest of all. Its keys are lower bounds: a
 * list's oldest entry only gets more recent, so a key is put right when its list comes to the top.
 * What can be evicted is counted as entries come, go and are locked, so an eviction that must give
 * up does so at once, and one that goes through walks past nothing but its victims and locked
 * entries.
 */
final class EvictionOrder {
  private static final long EMPTY = Long.MAX_VALUE;

  private final EntryTable entries;
  private final int firstList;
  private final int lists;
  private final long[] evictable;
  private final int[] heap;
  private final int[] place;
  private final long[] keys;
  private final int[] cursors;
  private final int[] moved;
  private int movedCount;
  private int heapSize;
  private long evictableAll;

  /** An order over consecutive lists of a table. */
  EvictionOrder(EntryTable entries, int firstList, int lists) {
    this.entries = entries;
    this.firstList = firstList;
    this.lists = lists;
    this.evictable = new long[lists];
    this.heap = new int[lists];
    this.place = new int[lists];
    this.keys = new long[lists];
    this.cursors = new int[lists];
    this.moved = new int[lists];
    Arrays.fill(place, -1);
    Arrays.fill(keys, EMPTY);
    Arrays.fill(cursors, -1);
  }

  /** An entry came. */
  void entered(int block) {
    entries.enter(block);
    int list = entries.list(block) - firstList;
    count(list, entries.size(block));
    if (lists > 1 && keys[list] == EMPTY) {
      keys[list] = entries.stamp(block);
      if (place[list] < 0) {
        place[list] = heapSize;
        heap[heapSize++] = list;
      }
      up(place[list]);
    }
  }

  /** An entry goes; an unlocked one could have been evicted. */
  void left(int block, boolean unlocked) {
    entries.leave(block);
    if (unlocked) {
      count(entries.list(block) - firstList, -entries.size(block));
    }
  }

  /** The first lock on an entry was taken, or the last one given back. */
  void locked(int block, boolean now) {
    int size = entries.size(block);
    count(entries.list(block) - firstList, now ? -size : size);
  }

  private void count(int list, long units) {
    evictable[list] += units;
    evictableAll += units;
  }

  /** Units that could be evicted, those of one list left out; a list out of range leaves none. */
  long evictable(int without) {
    int list = without - firstList;
    return list >= 0 && list < lists ? evictableAll - evictable[list] : evictableAll;
  }

  /** Units that could be evicted from one list. */
  long evictableOf(int list) {
    return evictable[list - firstList];
  }

  /**
   * Chooses the least recent entries that nobody has locked until they reach the space, or all that
   * there are. They stay where they are.
   *
   * @param space above 0
   * @param without a list to leave out, or -1
   */
  void choose(long space, int without, Victims victims) {
    int skipped = without - firstList;
    if (lists == 1) {
      if (skipped != 0) {
        chooseFrom(firstList, space, victims);
      }
      return;
    }
    long wanted = victims.units() + space;
    while (victims.units() < wanted) {
      int list = top(skipped);
      if (list < 0) {
        break;
      }
      int block = cursor(list);
      if (entries.locks(block) == 0) {
        victims.add(block, entries.size(block));
      }
      advance(list, entries.newer(block));
    }
    reset();
  }

  /** The same within one list. */
  void chooseFrom(int list, long space, Victims victims) {
    long wanted = victims.units() + space;
    for (int b = entries.oldest(list);
        victims.units() < wanted && !entries.isEnd(b);
        b = entries.newer(b)) {
      if (entries.locks(b) == 0) {
        victims.add(b, entries.size(b));
      }
    }
  }

  /** The stamp of the least recent entry that could be evicted, or {@link Long#MAX_VALUE}. */
  long oldestStamp(int without) {
    int skipped = without - firstList;
    if (lists == 1) {
      return skipped == 0 ? EMPTY : oldestStampOf(firstList);
    }
    long stamp = EMPTY;
    for (int list = top(skipped); list >= 0 && stamp == EMPTY; list = top(skipped)) {
      int block = cursor(list);
      if (entries.locks(block) == 0) {
        stamp = entries.stamp(block);
      } else {
        advance(list, entries.newer(block));
      }
    }
    reset();
    return stamp;
  }

  private long oldestStampOf(int list) {
    for (int b = entries.oldest(list); !entries.isEnd(b); b = entries.newer(b)) {
      if (entries.locks(b) == 0) {
        return entries.stamp(b);
      }
    }
    return EMPTY;
  }

  private int cursor(int list) {
    return cursors[list] >= 0 ? cursors[list] : entries.oldest(firstList + list);
  }

  /** While an eviction goes on a list stands where its cursor does. */
  private void advance(int list, int next) {
    if (cursors[list] < 0) {
      moved[movedCount++] = list;
    }
    cursors[list] = next;
    keys[list] = entries.isEnd(next) ? EMPTY : entries.stamp(next);
    down(place[list]);
  }

  /** The list with the oldest entry at its cursor, but for one; -1 if there is no entry. */
  private int top(int skipped) {
    while (heapSize > 0 && keys[heap[0]] != EMPTY) {
      int list = heap[0];
      int block = cursor(list);
      long key = entries.isEnd(block) ? EMPTY : entries.stamp(block);
      if (list == skipped) {
        // Out of the way until this eviction is over.
        advance(list, endOf(list));
      } else if (key != keys[list]) {
        keys[list] = key;
        down(0);
      } else {
        return list;
      }
    }
    return -1;
  }

  private int endOf(int list) {
    return entries.endOf(firstList + list);
  }

  /** The cursors go back to the oldest entries; lists without entries leave the heap. */
  private void reset() {
    while (movedCount > 0) {
      int list = moved[--movedCount];
      cursors[list] = -1;
      int oldest = entries.oldest(firstList + list);
      if (entries.isEnd(oldest)) {
        leaveHeap(list);
      } else {
        keys[list] = entries.stamp(oldest);
        up(place[list]);
        down(place[list]);
      }
    }
    while (heapSize > 0 && keys[heap[0]] == EMPTY) {
      leaveHeap(heap[0]);
    }
  }

  private void leaveHeap(int list) {
    int hole = place[list];
    int last = heap[--heapSize];
    place[list] = -1;
    keys[list] = EMPTY;
    if (last != list) {
      heap[hole] = last;
      place[last] = hole;
      up(hole);
      down(place[last]);
    }
  }

  private void up(int from) {
    int at = from;
    int list = heap[at];
    while (at > 0 && keys[heap[(at - 1) / 2]] > keys[list]) {
      move(heap[(at - 1) / 2], at);
      at = (at - 1) / 2;
    }
    move(list, at);
  }

  private void down(int from) {
    int at = from;
    int list = heap[at];
    for (int child = 2 * at + 1; child < heapSize; child = 2 * at + 1) {
      if (child + 1 < heapSize && keys[heap[child + 1]] < keys[heap[child]]) {
        child++;
      }
      if (keys[heap[child]] >= keys[list]) {
        break;
      }
      move(heap[child], at);
      at = child;
    }
    move(list, at);
  }

  private void move(int list, int to) {
    heap[to] = list;
    place[list] = to;
  }
}
