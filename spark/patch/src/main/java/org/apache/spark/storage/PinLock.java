package org.apache.spark.storage;

import java.util.concurrent.atomic.AtomicReference;
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

  /** The task's own list of read locks: another object if a task of that number starts again. */
  private final ConcurrentHashMultiset<BlockId> readLocks;

  private PinLock(
      BlockInfoManager locks,
      NativeBlockId id,
      BlockInfo info,
      Long task,
      ConcurrentHashMultiset<BlockId> readLocks) {
    this.locks = locks;
    this.id = id;
    this.info = info;
    this.task = task;
    this.readLocks = readLocks;
  }

  /**
   * Takes a read lock for the current task; null if there is no block, or somebody writes it and
   * the caller does not wait.
   *
   * @throws IllegalStateException if the task has ended, or is ending
   */
  static @Nullable PinLock take(NativeBlockId id, BlockInfoManager locks, boolean blocking) {
    Long task = NativeBlocks.currentTask();
    ConcurrentHashMultiset<BlockId> readLocks = locks.readLocksByTask.get(task);
    AtomicReference<@Nullable PinLock> pin = new AtomicReference<>();
    NativeLocks.acquire(
        locks,
        id,
        blocking,
        info -> {
          if (info.writerTask() != BlockInfo.NO_WRITER()) {
            return false;
          }
          if (readLocks == null) {
            throw NativeBlocks.unknownTask(id, task);
          }
          // Made before anything is counted: there may be no memory for it.
          PinLock made = new PinLock(locks, id, info, task, readLocks);
          EndingTasks.addPin(locks, id, task, readLocks, info);
          pin.set(made);
          return true;
        });
    return pin.get();
  }

  /**
   * Turns the write lock that the current task has on a new info into a read lock, in one step;
   * null if a stop has taken the write lock away.
   *
   * @throws IllegalStateException if the task has ended, or is ending; it still has the write lock
   */
  static @Nullable PinLock downgrade(
      BlockInfoManager locks, NativeBlockId id, NativeBlockInfo info) {
    Long task = NativeBlocks.currentTask();
    ConcurrentHashMultiset<BlockId> readLocks = locks.readLocksByTask.get(task);
    BlockInfoWrapper wrapper = locks.blockInfoWrappers.get(id);
    if (wrapper == null || readLocks == null) {
      return null;
    }
    wrapper.lock.lock();
    try {
      if (wrapper.info() != info || info.writerTask() != task) {
        return null;
      }
      PinLock made = new PinLock(locks, id, info, task, readLocks);
      // First, since an info asserts that it never has both.
      info.writerTask_$eq(BlockInfo.NO_WRITER());
      try {
        EndingTasks.addPin(locks, id, task, readLocks, info);
      } catch (Throwable failure) {
        info.writerTask_$eq(task);
        throw failure;
      }
      info.endPut();
      wrapper.condition.signalAll();
      return made;
    } finally {
      wrapper.lock.unlock();
    }
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
      if (held == readLocks && info.readerCount() > 0 && held.remove(id)) {
        info.readerCount_$eq(info.readerCount() - 1);
        wrapper.condition.signalAll();
      }
    } finally {
      wrapper.lock.unlock();
    }
  }
}
