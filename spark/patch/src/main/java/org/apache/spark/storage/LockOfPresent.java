package org.apache.spark.storage;

import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;
import org.apache.spark.storage.memory.Thrown;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;

/**
 * Locks a native block's info only while it is the block's. Stock locking finds the info in its map
 * and locks it then: in between the block may have been removed, and the lock is one on an info
 * that nobody else sees. The next registration of the id would be read, or removed, without a lock
 * (R11). So what has left the map is not locked: the search begins again. An info leaves the map
 * under this same lock, so the answer is sure.
 */
final class LockOfPresent {
  private LockOfPresent() {}

  /**
   * As stock {@code acquireLock}: waits if blocking; empty if there is no block or it is busy.
   *
   * @throws IllegalStateException if the task of this thread has ended
   */
  public static Option<BlockInfo> acquireLock(
      BlockInfoManager locks,
      NativeBlockId id,
      boolean blocking,
      Function1<BlockInfo, Object> lock) {
    return Option.apply(acquire(locks, id, blocking, info -> locksWholly(locks, id, info, lock)));
  }

  /**
   * The same for the patch's own locks.
   *
   * @param lock called with the block's lock held; locks the info and says so, or leaves it
   * @return the info that was locked; null if there is no block or it is busy
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
          awaitChange(found.condition);
        }
      } finally {
        found.lock.unlock();
      }
    }
  }

  /**
   * Stock writes a lock into the info and then into the list of the caller's task; if the task has
   * ended there is none, and the lock would never go again.
   */
  private static boolean locksWholly(
      BlockInfoManager locks, NativeBlockId id, BlockInfo info, Function1<BlockInfo, Object> lock) {
    int readers = info.readerCount();
    long writer = info.writerTask();
    try {
      return (boolean) lock.apply(info);
    } catch (Throwable failure) {
      info.readerCount_$eq(readers);
      info.writerTask_$eq(writer);
      NativeBlocks.requireTask(locks, id);
      throw failure;
    }
  }

  /** Throws InterruptedException, undeclared as stock does. */
  @SuppressWarnings("WaitNotInLoop") // The caller searches again.
  private static void awaitChange(Condition changed) {
    try {
      changed.await();
    } catch (InterruptedException e) {
      throw Thrown.<RuntimeException>sneak(e);
    }
  }
}
