package org.apache.spark.storage;

import org.jspecify.annotations.Nullable;
import org.sparkproject.guava.collect.ConcurrentHashMultiset;

/**
 * The read lock that one pin took, given back only if it is still held (R11).
 *
 * <p>Stock {@code unlock} is no use for a stale handle: by a task that holds no read lock it frees
 * somebody else's write lock, or takes a reader off before its assertion fails. So the check and
 * the release are one step here, under the block's own lock, on the same two counts that stock
 * keeps.
 */
final class PinLock {
  private final BlockInfoManager locks;
  private final NativeBlockId id;
  private final BlockInfo info;
  private final Long task;

  /** The task's own bag of read locks: another object if a task of that number starts again. */
  private final @Nullable ConcurrentHashMultiset<BlockId> readLocks;

  private PinLock(BlockInfoManager locks, NativeBlockId id, BlockInfo info, Long task) {
    this.locks = locks;
    this.id = id;
    this.info = info;
    this.task = task;
    this.readLocks = locks.readLocksByTask.get(task);
  }

  /** Remembers the read lock on {@code info} that the current task has just taken. */
  static PinLock taken(BlockInfoManager locks, NativeBlockId id, BlockInfo info) {
    return new PinLock(locks, id, info, NativeBlocks.currentTask());
  }

  /** Gives the lock back, from any thread. Nothing happens if it was lost meanwhile. */
  void release() {
    BlockInfoWrapper wrapper = locks.blockInfoWrappers.get(id);
    if (wrapper == null || wrapper.info() != info) {
      return;
    }
    wrapper.lock.lock();
    try {
      ConcurrentHashMultiset<BlockId> held = locks.readLocksByTask.get(task);
      if (held != null && held == readLocks && info.readerCount() > 0 && held.remove(id)) {
        info.readerCount_$eq(info.readerCount() - 1);
        wrapper.condition.signalAll();
      }
    } finally {
      wrapper.lock.unlock();
    }
  }
}
