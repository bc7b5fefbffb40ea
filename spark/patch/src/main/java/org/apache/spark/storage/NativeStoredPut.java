package org.apache.spark.storage;

import java.util.Optional;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.NativeMemoryEntry;
import org.apache.spark.storage.memory.NativeMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * What is left to do for a put once its block is stored. Spark owns the payload then, so nothing
 * may leave from here, no error of the JVM's either: the caller would free it again (R1, R5).
 *
 * @param isManaged whether the store is a block manager's, which has metrics
 */
record NativeStoredPut(
    MemoryStore memory,
    BlockInfoManager locks,
    boolean isManaged,
    NativeMemoryEntry entry,
    NativeBlockInfo info) {
  /** In the name of the class that engines know. */
  private static final Logger LOG = LoggerFactory.getLogger(NativeBlockStore.class);

  /**
   * Gives the write lock back; it is gone already if the block manager was stopped. An error may
   * come after that, and then another thread may have it.
   */
  void unlock() {
    try {
      locks.unlock(entry.id(), Option.empty());
    } catch (Throwable first) {
      try {
        // A lock that stays is a block that nobody can evict.
        NativeLocks.endPut(locks, entry.id(), info);
      } catch (Throwable second) {
        if (!info.isPutOver()) {
          // Whoever waits is not woken; whoever looks finds it free.
          info.writerTask_$eq(BlockInfo.NO_WRITER());
        }
      }
    }
    tell();
  }

  /**
   * Turns the write lock into a pin of the task that has it.
   *
   * @param unpinned the answer if that is not possible: the task has ended, or the store has
   *     stopped
   */
  PinnedPut pin(PinnedPut unpinned) {
    PinLock lock = null;
    try {
      lock = PinLock.downgrade(locks, entry.id(), info);
    } catch (Throwable failure) {
      // The task has ended: it still has the write lock.
    }
    if (lock == null) {
      unlock();
      return unpinned;
    }
    tell();
    try {
      return new PinnedPut(NativePutResult.STORED, Optional.of(new PinnedNativeBlock(entry, lock)));
    } catch (Throwable noMemory) {
      lock.release();
      return unpinned;
    }
  }

  /** Metrics and a line in the log: the block is stored, whether they succeed or not. */
  private void tell() {
    try {
      if (isManaged) {
        NativeMetrics.publish(memory);
      }
      LOG.info(
          "Native block {} stored ({} bytes, {})", entry.id(), entry.size(), entry.memoryMode());
    } catch (Throwable untold) {
      return;
    }
  }
}
