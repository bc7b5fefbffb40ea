package org.apache.spark.storage;

import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.memory.NativeEntries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.Seq;

/** What the woven methods of {@code BlockManager}, {@code MemoryStore} and {@code BlockId} call. */
public final class NativeBlocks {
  private static final Logger LOG = LoggerFactory.getLogger(BlockManager.class);

  /** As who a thread without a task holds locks; boxed once. */
  private static final Long NO_TASK = BlockInfo.NON_TASK_WRITER();

  private NativeBlocks() {}

  /** Parses a native name; every other name is the stock parser's (R2). */
  public static BlockId apply(BlockId$ stock, String name) {
    Optional<NativeBlockId> parsed = name == null ? Optional.empty() : NativeBlockId.parse(name);
    return parsed.isPresent() ? parsed.get() : stock.stock$apply(name);
  }

  /** R2: an ordinary put of a native block fails before it changes anything. */
  public static void refusePut(BlockId id, String method) {
    if (id instanceof NativeBlockId) {
      throw new IllegalArgumentException(
          method + " cannot store " + id + ": a native block is put with BlockManager.putNative.");
    }
  }

  /** R9: a read of a native block fails before it takes a lock or touches recency. */
  public static void refuseRead(BlockId id, String method) {
    if (id instanceof NativeBlockId nativeId) {
      throw new NativeBlockAccessException(nativeId, method);
    }
  }

  /**
   * A lock of a native block is a pin's, and goes back when the pin is closed (R11): stock {@code
   * unlock} would take it from whoever has it, and so would a downgrade.
   */
  public static void refuseUnlock(BlockId id, String method) {
    if (id instanceof NativeBlockId) {
      throw new IllegalArgumentException(
          method + " cannot unlock " + id + ": a pin of a native block is closed by its holder.");
    }
  }

  /**
   * Whether a put still has the write lock of the info that it has made, and its task is known:
   * {@code BlockInfoManager.clear} (a stop) forgets infos first and then tasks.
   */
  public static boolean isStillLockedByTask(BlockInfoManager locks, BlockInfo info) {
    // Who writes nothing is no task.
    return locks.readLocksByTask.containsKey(info.writerTask());
  }

  /**
   * A put is told of a stop that there is no space, and of the end of its own task, on another
   * thread, what it is told if it comes later. A stop takes the write lock away, which the end of a
   * task does not; or forgets all tasks, of which the one that stands for threads without a task
   * never ends.
   */
  public static void requireStop(BlockInfoManager locks, NativeBlockId id, BlockInfo info) {
    if (info.writerTask() != BlockInfo.NO_WRITER() && locks.readLocksByTask.containsKey(NO_TASK)) {
      throw unknownTask(id, currentTask());
    }
  }

  /** A put is its task's, and a task that has ended puts nothing. */
  static void requireTask(BlockInfoManager locks, BlockId id) {
    if (!locks.readLocksByTask.containsKey(currentTask())) {
      throw unknownTask(id, currentTask());
    }
  }

  static IllegalStateException unknownTask(BlockId id, Long task) {
    return new IllegalStateException(id + ": task attempt " + task + " has ended or never began");
  }

  static Long currentTask() {
    TaskContext context = TaskContext.get();
    return context == null ? NO_TASK : (Long) context.taskAttemptId();
  }

  /**
   * Stock removal, which waits for the block's lock. With the monitor held it must not (R8):
   * whoever has the lock may be waiting for the monitor. So a native block that somebody has locked
   * stays, and so does an ordinary one if a release asks; without native blocks a thread that holds
   * the monitor waits as in stock (R14).
   *
   * <p>A native block is removed by its own code in any case: when a release has thrown a fatal
   * error, stock forgets the info in a finally clause. Beside a stop that fails, and its error
   * would take the place of the fatal one (R7).
   */
  public static void removeBlock(BlockManager manager, BlockId id, boolean tellMaster) {
    BlockInfoManager locks = manager.blockInfoManager();
    if (locks.get(id).isEmpty()) {
      // No look at the memory store, as in stock: it may not be there yet. Nor a second look at the
      // infos, as stock has: it would wait for a put that has begun meanwhile.
      LOG.warn("Asked to remove block {}, which does not exist", id);
      return;
    }
    if (id instanceof NativeBlockId nativeId) {
      NativeBlockStore.of(manager).removeNative(nativeId);
    } else if (NativeEntries.isInRelease(manager.memoryStore())) {
      removeIfFree(manager, id, tellMaster);
    } else {
      manager.stock$removeBlock(id, tellMaster);
    }
  }

  /** Stock removal once it has the lock; nothing if it would have to wait for it. */
  private static void removeIfFree(BlockManager manager, BlockId id, boolean tellMaster) {
    Option<BlockInfo> locked = manager.blockInfoManager().lockForWriting(id, false);
    if (locked.isDefined()) {
      manager.removeBlockInternal(id, tellMaster && locked.get().tellMaster());
      manager.org$apache$spark$storage$BlockManager$$addUpdatedBlockStatusToTaskMetrics(
          id, BlockStatus.empty());
    }
  }

  /**
   * Stock removal of an RDD's blocks, and of the native blocks that it owns. The count goes to the
   * driver, which never hears of those (R10).
   */
  public static int removeRdd(BlockManager manager, int rddId) {
    int removed = manager.stock$removeRdd(rddId);
    if (NativeEntries.hasHadNatives(manager.memoryStore())) {
      NativeBlockStore.of(manager).removeOwned(rddId);
    }
    return removed;
  }

  /**
   * What a decommissioned executor sends to others: not blocks whose values mean nothing there,
   * such as the handles of native payloads.
   */
  public static Seq<BlockManagerMessages.ReplicateBlock> getMigratableRDDBlocks(
      BlockManager manager) {
    BlockInfoManager locks = manager.blockInfoManager();
    return (Seq<BlockManagerMessages.ReplicateBlock>)
        manager
            .stock$getMigratableRDDBlocks()
            .filterNot(
                block -> {
                  Option<BlockInfo> info = locks.get(block.blockId());
                  return info.isDefined()
                      && ExecutorLocal.class.isAssignableFrom(info.get().classTag().runtimeClass());
                });
  }

  /** R10: the master asks for this with {@code getBlockStatus(id, askStorageEndpoints = true)}. */
  public static Option<BlockStatus> getStatus(BlockManager manager, NativeBlockId id) {
    return Option.empty();
  }

  /**
   * R10: stock computes a status before it asks whether anybody is to be told. For a native block
   * that would touch its recency (R4), and fail if it goes between two looks at the store: an
   * executor that registers anew would report no more blocks.
   */
  public static BlockStatus getCurrentBlockStatus(
      BlockManager manager, NativeBlockId id, BlockInfo info) {
    return BlockStatus.empty();
  }

  /** R10: the master asks for this with {@code getMatchingBlockIds}. */
  public static Seq<BlockId> getMatchingBlockIds(
      BlockManager manager, Function1<BlockId, Object> filter) {
    return manager.stock$getMatchingBlockIds(
        id -> !(id instanceof NativeBlockId) && (boolean) filter.apply(id));
  }

  /** R1. */
  public static NativePutResult putNative(
      BlockManager manager, NativeBlockId id, long size, MemoryMode mode, NativeRelease release) {
    return NativeBlockStore.of(manager).putNative(id, size, mode, release);
  }

  /** R11. */
  public static Optional<PinnedNativeBlock> pinNative(BlockManager manager, NativeBlockId id) {
    return NativeBlockStore.of(manager).pinNative(id);
  }

  /** R10: task metrics go to the driver, so native blocks stay out of them. */
  public static void addUpdatedBlockStatusToTaskMetrics(
      BlockManager manager, NativeBlockId id, BlockStatus status) {
    // None of ours is added.
  }
}
