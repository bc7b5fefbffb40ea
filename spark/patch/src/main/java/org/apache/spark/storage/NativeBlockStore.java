package org.apache.spark.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.SparkEnv;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.NativeEntries;
import org.apache.spark.storage.memory.NativeMemoryEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * What an engine calls: registers, pins and removes native blocks (R1, R2, R11, R13).
 *
 * <p>It has no state of its own: any number of them may share one store. Any thread may call it; a
 * pin belongs to the task of the thread that takes it. The store and its block locks need not
 * belong to a {@code BlockManager}.
 *
 * <p>Every call may run releases on the calling thread, this engine's and others', with the memory
 * manager's monitor held (R8), unless the store defers them ({@code
 * spark.storage.native.release=deferred}). So do not call while holding a lock that a release of
 * yours takes.
 *
 * <p>Nothing here allocates or frees a payload: an engine makes its payload first, then registers
 * it. It may be extended by who wants to watch an engine's calls; whoever overrides a method calls
 * the original.
 */
public class NativeBlockStore {
  private static final Logger LOG = LoggerFactory.getLogger(NativeBlockStore.class);

  /** Memory alone, one replica, never deserialized: an eviction never asks for data to write. */
  private static final StorageLevel ON_HEAP = StorageLevel.apply(false, true, false, false, 1);

  private static final StorageLevel OFF_HEAP = StorageLevel.apply(false, true, true, false, 1);

  static {
    NativeVersion.requireWoven();
  }

  private final MemoryStore memory;
  private final BlockInfoManager locks;

  public NativeBlockStore(MemoryStore memory, BlockInfoManager locks) {
    this.memory = memory;
    this.locks = locks;
  }

  /**
   * The store of the block manager of this executor, or of the driver in local mode, as it is now.
   * An engine asks once, when it begins: in local mode a task may outlive its SparkContext, and in
   * the store of the next one it would pin as the task that has its number there.
   *
   * @throws IllegalStateException if no SparkContext or executor runs in this JVM
   */
  public static NativeBlockStore ofThisExecutor() {
    SparkEnv env = SparkEnv.get();
    if (env == null) {
      throw new IllegalStateException("native blocks: no executor runs in this JVM (no SparkEnv)");
    }
    return of(env.blockManager());
  }

  /** The store of this block manager. */
  public static NativeBlockStore of(BlockManager manager) {
    return new NativeBlockStore(manager.memoryStore(), manager.blockInfoManager());
  }

  /**
   * Reserves {@code size} bytes of the storage pool of {@code mode}, evicting if need be, and
   * registers the block as most recent (R1).
   *
   * <p>Whatever ends this call other than STORED, an exception included, leaves nothing behind, and
   * the caller still owns the payload. An exception may be another block's: a fatal error of a
   * release that this call ran under the monitor leaves from here (R7).
   *
   * <p>STORED may be old news when it arrives: another thread may have evicted the block, and
   * called the release, before this returns. So whatever the release needs has to be in place
   * before the call.
   *
   * @param size in bytes: what the payload occupies, not less. It can't be changed later
   * @param mode the pool that the bytes come from; OFF_HEAP needs {@code
   *     spark.memory.offHeap.enabled} and a size
   * @param release see {@link NativeRelease}; never called unless this returns STORED
   * @throws IllegalArgumentException if an argument is null or the size negative (R2)
   * @throws IllegalStateException if the task of this thread has ended
   */
  public NativePutResult putNative(
      NativeBlockId id, long size, MemoryMode mode, NativeRelease release) {
    NativeMemoryEntry entry = new NativeMemoryEntry(id, size, mode, release);
    BlockInfo info =
        new BlockInfo(
            mode == MemoryMode.OFF_HEAP ? OFF_HEAP : ON_HEAP, ClassTag$.MODULE$.Any(), false);
    NativeBlocks.requireTask(locks, id);
    boolean stored;
    try {
      if (!locks.lockNewBlockForWriting(id, info, false)) {
        return NativePutResult.DUPLICATE;
      }
      stored = NativeEntries.put(memory, entry, locks, info);
    } catch (Throwable failure) {
      forget(id, info, failure);
      throw failure;
    }
    if (!stored) {
      forget(id, info, null);
      return NativePutResult.NO_SPACE;
    }
    info.size_$eq(size);
    unlockStored(id, info);
    return NativePutResult.STORED;
  }

  /**
   * Pins a block: waits for a read lock as stock reads do, and makes the block most recent (R4,
   * R11). Empty if the block is gone.
   *
   * <p>Waits while the block is being put, removed or evicted, and can be interrupted meanwhile;
   * but a release under the monitor never waits (R8): to it, a block that is being put, removed or
   * evicted is gone.
   *
   * @throws IllegalArgumentException if the id is null
   * @throws IllegalStateException if the task of this thread has ended
   */
  public Optional<PinnedNativeBlock> pinNative(NativeBlockId id) {
    if (id == null) {
      throw new IllegalArgumentException("pin of a native block: expected an id, found null");
    }
    Option<BlockInfo> locked = locks.lockForReading(id, mayWait());
    if (locked.isEmpty()) {
      return Optional.empty();
    }
    PinLock lock = PinLock.taken(locks, id, locked.get());
    NativeMemoryEntry entry = NativeEntries.touch(memory, id);
    if (entry == null) {
      // The store was cleared and its block infos were not.
      lock.release();
      return Optional.empty();
    }
    return Optional.of(new PinnedNativeBlock(entry, lock));
  }

  /**
   * Removes a block, which releases its payload, now or later if the store defers (R5, R6). Waits
   * while the block is pinned (R11): for ever, if the pin is the caller's own, or if the pin's
   * holder waits for a block that the caller has pinned. So close pins before removing.
   *
   * <p>A release under the monitor never waits (R8): a block that is locked, since it ends together
   * with the release's own, or somebody has pinned it, is left as it is.
   *
   * @return false if there is no such block any more, or a release asks and somebody has locked it
   * @throws IllegalArgumentException if the id is null
   */
  public boolean removeNative(NativeBlockId id) {
    if (id == null) {
      throw new IllegalArgumentException("removal of a native block: expected an id, found null");
    }
    Option<BlockInfo> locked = locks.lockForWriting(id, mayWait());
    if (locked.isEmpty()) {
      return false;
    }
    boolean removed;
    try {
      removed = memory.remove(id);
    } catch (Throwable failure) {
      forget(id, locked.get(), failure);
      throw failure;
    }
    forget(id, locked.get(), null);
    return removed;
  }

  /**
   * Removes all blocks of an engine, so that none of its releases comes after it: the shutdown of a
   * plugin calls this, since Spark shuts plugins down before its block manager, or beside it (R13).
   *
   * @param engine as in {@link NativeBlockId#engine}
   * @see #removeAll(Predicate, Duration)
   */
  public List<NativeBlockId> removeAll(String engine, Duration patience) {
    return removeAll(id -> id.engine().equals(engine), patience);
  }

  /**
   * Removes all native blocks that the predicate names. When it returns, each of their payloads has
   * been released, deferred or not, but for those of the blocks that it returns.
   *
   * <p>A block that is pinned, or just being put or evicted, is waited for (R11), all of them
   * together no longer than {@code patience}, and not at all by a thread that has the memory
   * manager's monitor, as within a release. An interrupt ends the wait. Puts that begin later are
   * not kept away: an engine refuses them itself before it calls this.
   *
   * @return the blocks that somebody has locked still: their releases are yet to come
   * @throws IllegalArgumentException if an argument is null
   */
  public List<NativeBlockId> removeAll(Predicate<NativeBlockId> which, Duration patience) {
    if (which == null || patience == null) {
      throw new IllegalArgumentException("removal of native blocks: expected no null");
    }
    return new EngineEnd(this, memory, locks, patience).removeAll(which);
  }

  /**
   * Returns when every release that was due before the call has run; at once unless the store
   * defers them. Not to be called with a lock held that a release takes.
   */
  public void awaitReleases() {
    NativeEntries.awaitReleases(memory);
  }

  private boolean mayWait() {
    return !NativeEntries.isInRelease(memory);
  }

  /**
   * Spark owns the payload now, so nothing may leave from here: the caller would free it again. The
   * lock is gone already if the block manager was stopped or the task has ended meanwhile.
   */
  private void unlockStored(NativeBlockId id, BlockInfo info) {
    try {
      if (NativeBlocks.isStillLocked(info)) {
        locks.unlock(id, Option.empty());
      }
    } catch (RuntimeException | AssertionError lost) {
      LOG.debug("The write lock of native block {} went before its put was over.", id, lost);
    }
  }

  /** The info of a write-locked block goes, whatever has happened. */
  final void forget(NativeBlockId id, BlockInfo info, @Nullable Throwable failure) {
    try {
      if (NativeBlocks.isStillLocked(info)) {
        locks.removeBlock(id);
      }
    } catch (RuntimeException | Error second) {
      if (failure == null) {
        throw second;
      }
      failure.addSuppressed(second);
    }
  }
}
