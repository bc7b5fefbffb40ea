package dev.lockstep.simulator.store;

import com.carrotsearch.hppc.IntHashSet;
import com.carrotsearch.hppc.cursors.IntCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The read locks of all tasks. Kept by task, where a read finds them in no time; who wants to know
 * whether a block is locked by anybody looks at the locks there are. That is an eviction, whose
 * time therefore has the number of locked blocks in it.
 */
final class LockTable {
  private final HeldLocks[] byTask;
  private final IntHashSet locked = new IntHashSet();
  private long held;

  /** No locks of tasks 1 to so many. */
  LockTable(int tasks) {
    this.byTask = new HeldLocks[tasks + 1];
    Arrays.setAll(byTask, t -> new HeldLocks());
  }

  void take(int task, int block) {
    byTask[task].take(block);
    held++;
  }

  /** Gives a lock back, if there is one. */
  boolean giveBack(int task, int block) {
    boolean given = byTask[task].giveBack(block);
    held -= given ? 1 : 0;
    return given;
  }

  /** A task gives back all it has. */
  void clear(int task) {
    held -= byTask[task].total();
    byTask[task].clear();
  }

  int locks(int task, int block) {
    return byTask[task].locks(block);
  }

  /** Whether anybody has locked a block. */
  boolean isLocked(int block) {
    for (HeldLocks locks : byTask) {
      if (locks.locks(block) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The locked blocks, until the next call of this; null if there are none, which is usual. */
  @Nullable IntHashSet locked() {
    if (held == 0) {
      return null;
    }
    locked.clear();
    for (HeldLocks locks : byTask) {
      for (int i = 0; i < locks.count(); i++) {
        locked.add(locks.block(i));
      }
    }
    return locked;
  }

  /** Units of some locked entries that are of one order, those of one list left out. */
  static long units(
      IntHashSet locked, EntryTable entries, StoreLayout layout, int order, int without) {
    long units = 0;
    for (IntCursor cursor : locked) {
      int block = cursor.value;
      if (entries.order(block) == order && entries.list(block) != without) {
        units += layout.size(block);
      }
    }
    return units;
  }
}
