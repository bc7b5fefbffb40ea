package org.apache.spark.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sparkproject.guava.collect.ConcurrentHashMultiset;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The tasks of one {@code BlockInfoManager} that are giving their locks back. With it a pin, its
 * close and the end of its task are one step each (R11).
 *
 * <p>Stock takes a task's list of read locks out of its map and then gives back what is in it. A
 * read lock that another thread of the task adds to the list meanwhile is never given back, and one
 * that such a thread gives back is given back twice before 4.2.0. So the pins of an ending task go
 * first, each under its block's lock, and from then on the task gets no more.
 *
 * <p>Made at the first pin or the first end of a task: an end that found none could not tell a
 * first pin that begins meanwhile. Locks: a block's, then the list of a task.
 */
public final class EndingTasks {
  private final Set<Long> ending = ConcurrentHashMap.newKeySet();

  private EndingTasks() {}

  private static EndingTasks of(BlockInfoManager locks) {
    EndingTasks tasks = locks.native$ending;
    if (tasks == null) {
      synchronized (locks) {
        tasks = locks.native$ending;
        if (tasks == null) {
          tasks = new EndingTasks();
          locks.native$ending = tasks;
        }
      }
    }
    return tasks;
  }

  /**
   * Counts a pin in the task's list and in the block's info. The caller holds the block's lock and
   * has seen that nobody writes.
   *
   * @param readLocks the list as it was found before the block's lock was taken
   * @throws IllegalStateException if the task has ended, or is ending; nothing has changed
   */
  static void addPin(
      BlockInfoManager locks,
      NativeBlockId id,
      Long task,
      ConcurrentHashMultiset<BlockId> readLocks,
      BlockInfo info) {
    EndingTasks tasks = of(locks);
    synchronized (readLocks) {
      if (tasks.ending.contains(task) || locks.readLocksByTask.get(task) != readLocks) {
        throw NativeBlocks.unknownTask(id, task);
      }
      readLocks.add(id);
    }
    info.readerCount_$eq(info.readerCount() + 1);
  }

  /**
   * The woven {@code BlockInfoManager.releaseAllLocksForTask}.
   *
   * @return the blocks that stock gave back, then the native ones
   */
  public static Seq<BlockId> releaseAllLocksForTask(BlockInfoManager locks, long task) {
    EndingTasks tasks = of(locks);
    ConcurrentHashMultiset<BlockId> readLocks = locks.readLocksByTask.get(task);
    if (readLocks == null) {
      return locks.stock$releaseAllLocksForTask(task);
    }
    synchronized (readLocks) {
      tasks.ending.add(task);
    }
    try {
      List<BlockId> unpinned = unpinAll(locks, readLocks);
      Seq<BlockId> others = locks.stock$releaseAllLocksForTask(task);
      return unpinned.isEmpty()
          ? others
          : others.appendedAll(CollectionConverters.asScala(unpinned)).toSeq();
    } finally {
      tasks.ending.remove(task);
    }
  }

  private static List<BlockId> unpinAll(
      BlockInfoManager locks, ConcurrentHashMultiset<BlockId> readLocks) {
    List<BlockId> unpinned = new ArrayList<>(0);
    for (BlockId id : readLocks.elementSet()) {
      if (id instanceof NativeBlockId && unpin(locks, id, readLocks)) {
        unpinned.add(id);
      }
    }
    return unpinned;
  }

  /** False if a close was quicker, or a stop has forgotten the block. */
  private static boolean unpin(
      BlockInfoManager locks, BlockId id, ConcurrentHashMultiset<BlockId> readLocks) {
    BlockInfoWrapper wrapper = locks.blockInfoWrappers.get(id);
    if (wrapper == null) {
      readLocks.setCount(id, 0);
      return false;
    }
    wrapper.lock.lock();
    try {
      int pins = readLocks.setCount(id, 0);
      BlockInfo info = wrapper.info();
      if (pins == 0 || info.readerCount() < pins) {
        return false;
      }
      info.readerCount_$eq(info.readerCount() - pins);
      wrapper.condition.signalAll();
      return true;
    } finally {
      wrapper.lock.unlock();
    }
  }
}
