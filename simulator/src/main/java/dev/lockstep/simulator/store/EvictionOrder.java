package dev.lockstep.simulator.store;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.IntHashSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entries that give way to one another, least recent first, over several lists: one list for each
 * owner, so that the entries of one RDD are left out (R4) without walking past them.
 *
 * <p>A heap of lists says whose oldest entry is the oldest of all. Its keys are lower bounds: a
 * list's oldest entry only gets more recent, so a key is put right when its list comes to the top.
 * Units are counted as entries come and go, so an eviction that must give up does so at once, and
 * one that goes through walks past nothing but its victims and locked entries.
 */
final class EvictionOrder {
  private static final long EMPTY = Long.MAX_VALUE;
  private static final int UNMOVED = -2;

  private final StoreLayout layout;
  private final EntryTable entries;
  private final LockTable locks;
  private final int number;
  private final int mode;
  private final int[] lists;
  private final int[] indexOf;
  private final long[] unitsOf;
  private final int[] heap;
  private final int[] place;
  private final long[] keys;
  private final int[] cursors;
  private final int[] moved;
  private int movedCount;
  private int heapSize;
  private long units;

  /** The order of that number: over all lists of it. */
  EvictionOrder(StoreLayout layout, EntryTable entries, LockTable locks, int number, int mode) {
    this.layout = layout;
    this.entries = entries;
    this.locks = locks;
    this.number = number;
    this.mode = mode;
    this.indexOf = new int[entries.lists()];
    Arrays.fill(indexOf, EntryTable.ABSENT);
    IntArrayList own = new IntArrayList();
    for (int owner = 0; owner <= layout.ownersMax(); owner++) {
      int list = entries.list(number, owner);
      if (list != EntryTable.ABSENT) {
        indexOf[list] = own.size();
        own.add(list);
      }
    }
    this.lists = own.toArray();
    this.unitsOf = new long[lists.length];
    this.heap = new int[lists.length];
    this.place = new int[lists.length];
    this.keys = new long[lists.length];
    this.cursors = new int[lists.length];
    this.moved = new int[lists.length];
    Arrays.fill(place, -1);
    Arrays.fill(keys, EMPTY);
    Arrays.fill(cursors, UNMOVED);
  }

  /** The ordinal of the mode of all its entries. */
  int mode() {
    return mode;
  }

  /** An entry came. */
  void entered(int block, int size) {
    entries.enter(block);
    units += size;
    if (lists.length > 1) {
      int index = indexOf[entries.list(block)];
      unitsOf[index] += size;
      if (keys[index] == EMPTY) {
        keys[index] = entries.stamp(block);
        if (place[index] < 0) {
          place[index] = heapSize;
          heap[heapSize++] = index;
        }
        up(place[index]);
      }
    }
  }

  /** An entry goes. */
  void left(int block, int size) {
    entries.leave(block);
    units -= size;
    if (lists.length > 1) {
      unitsOf[indexOf[entries.list(block)]] -= size;
    }
  }

  /** Units of all its entries. */
  long units() {
    return units;
  }

  /** Units that could be evicted, those of one list left out, or {@link EntryTable#ABSENT}. */
  long evictable(int without) {
    return evictable(without, locks.locked());
  }

  private long evictable(int without, @Nullable IntHashSet locked) {
    int skipped = index(without);
    long others = units;
    if (skipped >= 0) {
      others -= lists.length == 1 ? units : unitsOf[skipped];
    }
    return locked == null
        ? others
        : others - LockTable.units(locked, entries, layout, number, without);
  }

  /** Units that could be evicted from one list. */
  long evictableOf(int list) {
    return evictable(EntryTable.ABSENT) - evictable(list);
  }

  private int index(int list) {
    return list < 0 ? -1 : indexOf[list];
  }

  /**
   * Chooses the least recent entries that nobody has locked until they reach the space, or none if
   * they can't. They stay where they are.
   *
   * @param space above 0
   * @param without a list to leave out, or {@link EntryTable#ABSENT}
   * @return whether they reach it
   */
  boolean chooseAll(long space, int without, Victims victims) {
    IntHashSet locked = locks.locked();
    if (evictable(without, locked) < space) {
      return false;
    }
    choose(space, without, locked, victims);
    return true;
  }

  /** The same, or all that there are. */
  void choose(long space, int without, Victims victims) {
    choose(space, without, locks.locked(), victims);
  }

  private void choose(long space, int without, @Nullable IntHashSet locked, Victims victims) {
    int skipped = index(without);
    if (lists.length == 1) {
      if (skipped < 0) {
        chooseFrom(lists[0], space, locked, victims);
      }
      return;
    }
    long left = space;
    while (left > 0) {
      int index = top(skipped);
      if (index < 0) {
        break;
      }
      int block = cursor(index);
      if (locked == null || !locked.contains(block)) {
        int size = layout.size(block);
        victims.add(block, size);
        left -= size;
      }
      advance(index, entries.newer(block));
    }
    reset();
  }

  /** The same within one list. */
  void chooseFrom(int list, long space, Victims victims) {
    if (list != EntryTable.ABSENT) {
      chooseFrom(list, space, locks.locked(), victims);
    }
  }

  private void chooseFrom(int list, long space, @Nullable IntHashSet locked, Victims victims) {
    long left = space;
    int block = entries.oldest(list);
    while (block != EntryTable.ABSENT) {
      if (locked == null || !locked.contains(block)) {
        int size = layout.size(block);
        victims.add(block, size);
        left -= size;
        if (left <= 0) {
          return;
        }
      }
      block = entries.newer(block);
    }
  }

  /** The stamp of the least recent entry that could be evicted, or {@link Long#MAX_VALUE}. */
  long oldestStamp(int without) {
    int skipped = index(without);
    if (lists.length == 1) {
      return skipped < 0 ? oldestStampOf(lists[0]) : EMPTY;
    }
    @Nullable IntHashSet locked = locks.locked();
    long stamp = EMPTY;
    for (int index = top(skipped); index >= 0 && stamp == EMPTY; index = top(skipped)) {
      int block = cursor(index);
      if (locked != null && locked.contains(block)) {
        advance(index, entries.newer(block));
      } else {
        stamp = entries.stamp(block);
      }
    }
    reset();
    return stamp;
  }

  private long oldestStampOf(int list) {
    IntHashSet locked = locks.locked();
    for (int b = entries.oldest(list); b != EntryTable.ABSENT; b = entries.newer(b)) {
      if (locked == null || !locked.contains(b)) {
        return entries.stamp(b);
      }
    }
    return EMPTY;
  }

  private int cursor(int index) {
    return cursors[index] == UNMOVED ? entries.oldest(lists[index]) : cursors[index];
  }

  private long key(int index, int at) {
    return at == EntryTable.ABSENT ? EMPTY : entries.stamp(at);
  }

  /** While an eviction goes on a list stands where its cursor does. */
  private void advance(int index, int next) {
    if (cursors[index] == UNMOVED) {
      moved[movedCount++] = index;
    }
    cursors[index] = next;
    keys[index] = key(index, next);
    down(place[index]);
  }

  /** The list with the oldest entry at its cursor, but for one; -1 if there is no entry. */
  private int top(int skipped) {
    while (heapSize > 0 && keys[heap[0]] != EMPTY) {
      int index = heap[0];
      long key = key(index, cursor(index));
      if (index == skipped) {
        // Out of the way until this eviction is over.
        advance(index, EntryTable.ABSENT);
      } else if (key != keys[index]) {
        keys[index] = key;
        down(0);
      } else {
        return index;
      }
    }
    return -1;
  }

  /** The cursors go back to the oldest entries; lists without entries leave the heap. */
  private void reset() {
    while (movedCount > 0) {
      int index = moved[--movedCount];
      cursors[index] = UNMOVED;
      int first = entries.oldest(lists[index]);
      if (first == EntryTable.ABSENT) {
        leaveHeap(index);
      } else {
        keys[index] = key(index, first);
        up(place[index]);
        down(place[index]);
      }
    }
    while (heapSize > 0 && keys[heap[0]] == EMPTY) {
      leaveHeap(heap[0]);
    }
  }

  private void leaveHeap(int index) {
    int hole = place[index];
    int last = heap[--heapSize];
    place[index] = -1;
    keys[index] = EMPTY;
    if (last != index) {
      heap[hole] = last;
      place[last] = hole;
      up(hole);
      down(place[last]);
    }
  }

  private void up(int from) {
    int at = from;
    int index = heap[at];
    while (at > 0 && keys[heap[(at - 1) / 2]] > keys[index]) {
      move(heap[(at - 1) / 2], at);
      at = (at - 1) / 2;
    }
    move(index, at);
  }

  private void down(int from) {
    int at = from;
    int index = heap[at];
    for (int child = 2 * at + 1; child < heapSize; child = 2 * at + 1) {
      if (child + 1 < heapSize && keys[heap[child + 1]] < keys[heap[child]]) {
        child++;
      }
      if (keys[heap[child]] >= keys[index]) {
        break;
      }
      move(heap[child], at);
      at = child;
    }
    move(index, at);
  }

  private void move(int index, int to) {
    heap[to] = index;
    place[index] = to;
  }
}
