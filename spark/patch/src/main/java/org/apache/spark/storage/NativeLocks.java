package org.apache.spark.storage;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * How native blocks are locked: what the woven methods of {@code BlockInfoManager} do for them, and
 * the pins.
 *
 * <p>Two things are other than in stock. An info is locked only while it is the block's: stock
 * finds it in its map and locks it then, and in between the block may have been removed. The next
 * registration of the id would be read, or removed, without a lock (R11). And a write lock is not
 * in the list of the task that holds it: it lasts as long as the put, the removal or the eviction
 * that took it, which gives it back itself, so the end of a task on another thread has nothing to
 * take away from it.
 *
 * <p>An info leaves the map under the block's own lock, so that lock makes each answer sure. {@code
 * BlockInfoManager.clear}, at a stop, is the exception: it takes every lock away, and whoever had
 * one finds that out when it gives it back.
 */
public final class NativeLocks {
  private NativeLocks() {}

  /**
   * Locks the info of a block that is there, waiting if need be.
   *
   * @param lock called with the block's lock held; locks the info and says so, or leaves it
   * @return the info that was locked; null if there is no block, or it is busy and the caller does
   *     not wait
   */
  static @Nullable BlockInfo acquire(
      BlockInfoManager locks, NativeBlockId id, boolean blocking, Predicate<BlockInfo> lock) {
    while (true) {
      BlockInfoWrapper found = locks.blockInfoWrappers.get(id);
      if (found == null) {
        return null;
      }
      found.lock.lock();
      try {
        if (locks.blockInfoWrappers.get(id) == found) {
          if (lock.test(found.info())) {
            return found.info();
          }
          if (!blocking) {
            return null;
          }
          NativeWaiters.awaitChange(locks, id, found);
        }
      } finally {
        found.lock.unlock();
      }
    }
  }

  /** As stock: waits if blocking; empty if there is no block or it is busy. */
  public static Option<BlockInfo> lockForWriting(
      BlockInfoManager locks, NativeBlockId id, boolean blocking) {
    long task = NativeBlocks.currentTask();
    return Option.apply(
        acquire(
            locks,
            id,
            blocking,
            info -> {
              boolean free = info.writerTask() == BlockInfo.NO_WRITER() && info.readerCount() == 0;
              if (free) {
                info.writerTask_$eq(task);
              }
              return free;
            }));
  }

  /**
   * Gives the write lock of this thread's task back.
   *
   * @throws IllegalArgumentException if the task has none, or a stop has taken it
   */
  public static void unlock(BlockInfoManager locks, NativeBlockId id, Option<Object> task) {
    if (!giveBack(locks, id, NativeLocks::isWrittenHere, false)) {
      NativeBlocks.refuseUnlock(id, "unlock");
    }
  }

  /** Gives the write lock of this thread's task back, unless a stop has taken it. */
  static void giveBack(BlockInfoManager locks, NativeBlockId id) {
    giveBack(locks, id, NativeLocks::isWrittenHere, false);
  }

  /** Gives a put's lock back, if it still has it. */
  static void endPut(BlockInfoManager locks, NativeBlockId id, NativeBlockInfo put) {
    giveBack(locks, id, info -> info == put && !put.isPutOver() && isWrittenHere(info), false);
  }

  /**
   * The same, and the block is gone.
   *
   * @throws IllegalArgumentException if the task has none, or a stop has taken it
   */
  public static void removeBlock(BlockInfoManager locks, NativeBlockId id) {
    if (!giveBack(locks, id, NativeLocks::isWrittenHere, true)) {
      NativeBlocks.refuseUnlock(id, "removeBlock");
    }
  }

  /** Forgets the info of a put that has failed, at whatever point, and no other. */
  static void forget(NativeBlockId id, BlockInfo put, BlockInfoManager locks) {
    giveBack(
        locks,
        id,
        info -> info == put && (isWrittenHere(info) || info.writerTask() == BlockInfo.NO_WRITER()),
        true);
  }

  private static boolean isWrittenHere(BlockInfo info) {
    return info.writerTask() == NativeBlocks.currentTask();
  }

  /** False if nothing was ours. */
  private static boolean giveBack(
      BlockInfoManager locks, NativeBlockId id, Predicate<BlockInfo> isOurs, boolean forget) {
    BlockInfoWrapper wrapper = locks.blockInfoWrappers.get(id);
    if (wrapper == null) {
      return false;
    }
    wrapper.lock.lock();
    try {
      BlockInfo info = wrapper.info();
      if (!isOurs.test(info)) {
        return false;
      }
      if (forget) {
        locks.blockInfoWrappers.remove(id, wrapper);
      }
      wrapper.condition.signalAll();
      info.writerTask_$eq(BlockInfo.NO_WRITER());
      if (info instanceof NativeBlockInfo put) {
        put.endPut();
      }
      return true;
    } finally {
      wrapper.lock.unlock();
    }
  }
}
