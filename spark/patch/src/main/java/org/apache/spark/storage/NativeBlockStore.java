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
import org.apache.spark.storage.memory.Thrown;
import org.jspecify.annotations.Nullable;
import scala.Option;

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
  private static final Duration FOREVER = EngineEnd.LONGEST;

  private final MemoryStore memory;
  private final BlockInfoManager locks;

  /** Null for a bare store, which never leaves a cluster. */
  private final @Nullable BlockManager manager;

  public NativeBlockStore(MemoryStore memory, BlockInfoManager locks) {
    this(memory, locks, null);
  }

  private NativeBlockStore(
      MemoryStore memory, BlockInfoManager locks, @Nullable BlockManager manager) {
    this.memory = memory;
    this.locks = locks;
    this.manager = manager;
  }

  /**
   * The store of the block manager of this executor, or of the driver in local mode, as it is now.
   * An engine asks once, when it begins: in local mode a task may outlive its SparkContext, and in
   * the store of the next one it would pin as the task that has its number there.
   *
   * @throws IllegalStateException if no SparkContext or executor runs in this JVM
   */
  public static NativeBlockStore ofThisExecutor() {
    NativeVersion.requireWoven();
    SparkEnv env = SparkEnv.get();
    if (env == null) {
      throw new IllegalStateException("native blocks: no executor runs in this JVM (no SparkEnv)");
    }
    return of(env.blockManager());
  }

  /** The store of this block manager. */
  public static NativeBlockStore of(BlockManager manager) {
    NativeVersion.requireWoven();
    return new NativeBlockStore(manager.memoryStore(), manager.blockInfoManager(), manager);
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
   * <p>An executor that is being decommissioned has no space: it refuses ordinary puts as well, and
   * what it evicts may wait to be moved.
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
    return putNative(id, size, mode, (EngineRelease) release);
  }

  /** The same with one callback for all blocks of an engine, which is told which one it is. */
  public NativePutResult putNative(
      NativeBlockId id, long size, MemoryMode mode, EngineRelease release) {
    NativeStoredPut put = newPut(id, size, mode, release);
    NativePutResult result = putLocked(put.entry(), put.info());
    if (result == NativePutResult.STORED) {
      put.unlock();
    }
    return result;
  }

  /**
   * The same, and the block is pinned by the current task from its first moment (R11): nobody can
   * evict or remove it in between.
   */
  public PinnedPut putPinned(NativeBlockId id, long size, MemoryMode mode, EngineRelease release) {
    NativeStoredPut put = newPut(id, size, mode, release);
    PinnedPut unpinned = new PinnedPut(NativePutResult.STORED, Optional.empty());
    NativePutResult result = putLocked(put.entry(), put.info());
    return result == NativePutResult.STORED
        ? put.pin(unpinned)
        : new PinnedPut(result, Optional.empty());
  }

  /** Made before anything is reserved: once the block is stored there may be no memory for it. */
  private NativeStoredPut newPut(
      NativeBlockId id, long size, MemoryMode mode, EngineRelease release) {
    NativeMemoryEntry entry = new NativeMemoryEntry(id, size, mode, release);
    return new NativeStoredPut(memory, locks, manager != null, entry, new NativeBlockInfo(entry));
  }

  /** A put up to STORED, when the caller still has the write lock; else nothing is left of it. */
  private NativePutResult putLocked(NativeMemoryEntry entry, BlockInfo info) {
    NativeBlockId id = entry.id();
    NativeBlocks.requireTask(locks, id);
    if (manager != null && manager.decommissioner().isDefined()) {
      return NativePutResult.NO_SPACE;
    }
    boolean stored;
    try {
      if (!lockNew(id, info)) {
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
    return NativePutResult.STORED;
  }

  /**
   * Stock makes the info, then locks it, and asserts that nobody came between. Only a stop does,
   * which forgets every info: the put then finds out under the monitor, as if the stop had come a
   * moment later (R13).
   */
  private boolean lockNew(NativeBlockId id, BlockInfo info) {
    try {
      return locks.lockNewBlockForWriting(id, info, false);
    } catch (AssertionError overtaken) {
      BlockInfoWrapper found = locks.blockInfoWrappers.get(id);
      if (found != null && found.info() == info) {
        throw overtaken;
      }
      return true;
    }
  }

  /**
   * Pins a block: waits for a read lock as stock reads do, and makes the block most recent (R4,
   * R11). Empty if the block is gone.
   *
   * <p>Waits while the block is being put, removed or evicted, and can be interrupted meanwhile;
   * but a thread that holds the monitor, in a release or in the close of a JVM block's value, never
   * waits (R8): to it, a block that is being put, removed or evicted is gone.
   *
   * @throws IllegalArgumentException if the id is null
   * @throws IllegalStateException if the task of this thread has ended, or is ending
   */
  public Optional<PinnedNativeBlock> pinNative(NativeBlockId id) {
    if (id == null) {
      throw new IllegalArgumentException("pin of a native block: expected an id, found null");
    }
    return pin(id, mayWait());
  }

  /**
   * Pins a block if that is possible at once: empty as well if somebody is putting, removing or
   * evicting it.
   *
   * @throws IllegalArgumentException if the id is null
   * @throws IllegalStateException if the task of this thread has ended, or is ending
   */
  public Optional<PinnedNativeBlock> tryPin(NativeBlockId id) {
    if (id == null) {
      throw new IllegalArgumentException("pin of a native block: expected an id, found null");
    }
    return pin(id, false);
  }

  private Optional<PinnedNativeBlock> pin(NativeBlockId id, boolean blocking) {
    PinLock lock = PinLock.take(id, locks, blocking);
    if (lock == null) {
      return Optional.empty();
    }
    NativeMemoryEntry entry = NativeEntries.touch(memory, id);
    if (entry == null) {
      // The store was cleared and its block infos were not.
      lock.release();
      return Optional.empty();
    }
    try {
      return Optional.of(new PinnedNativeBlock(entry, lock));
    } catch (Throwable noMemory) {
      lock.release();
      throw noMemory;
    }
  }

  /**
   * Removes a block, which releases its payload, now or later if the store defers (R5, R6). Waits
   * while the block is pinned (R11): for ever, if the pin is the caller's own, or if the pin's
   * holder waits for a block that the caller has pinned. So close pins before removing.
   *
   * <p>A thread that holds the monitor, in a release or in the close of a JVM block's value, never
   * waits (R8): a block that is locked, since it ends together with the one that is being freed, or
   * somebody has pinned it, is left as it is.
   *
   * @return false if there is no such block any more, or the monitor is held and somebody has
   *     locked it
   * @throws IllegalArgumentException if the id is null
   */
  public boolean removeNative(NativeBlockId id) {
    if (id == null) {
      throw new IllegalArgumentException("removal of a native block: expected an id, found null");
    }
    return removeLocked(id, locks.lockForWriting(id, mayWait()));
  }

  /**
   * Removes a block that nobody has locked, and leaves any other as it is.
   *
   * @return false if there is no such block any more, or somebody has locked it
   * @throws IllegalArgumentException if the id is null
   */
  public boolean tryRemove(NativeBlockId id) {
    if (id == null) {
      throw new IllegalArgumentException("removal of a native block: expected an id, found null");
    }
    return removeLocked(id, locks.lockForWriting(id, false));
  }

  /**
   * Removes one registration of a block if nobody has locked it: another registration of the same
   * id stays.
   *
   * @param release the object that the registration was put with, {@link PinnedNativeBlock#release}
   * @return false if it is not there any more, or somebody has locked it
   * @throws IllegalArgumentException if the id is null
   */
  public boolean tryRemove(NativeBlockId id, EngineRelease release) {
    if (id == null) {
      throw new IllegalArgumentException("removal of a native block: expected an id, found null");
    }
    Option<BlockInfo> locked = locks.lockForWriting(id, false);
    if (locked.isDefined()
        && !(locked.get() instanceof NativeBlockInfo info && info.release() == release)) {
      NativeLocks.giveBack(locks, id);
      return false;
    }
    return removeLocked(id, locked);
  }

  /** Removes a block whose write lock the caller has just taken; false if there was none. */
  private boolean removeLocked(NativeBlockId id, Option<BlockInfo> locked) {
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
   * Removes the blocks that belong to an RDD, waiting for those that are pinned: Spark does it
   * where the blocks of that RDD are removed, on each executor. A release that is deferred comes
   * later, and its errors do not leave from here.
   *
   * @see NativeBlockId#ofRdd
   */
  public void removeOwned(int ownerRddId) {
    new EngineEnd(this, memory, locks, FOREVER)
        .removeWithoutReleases(id -> id.owner().orElse(-1) == ownerRddId);
  }

  /**
   * Returns when every release that was due before the call has run; at once unless the store
   * defers them. Not to be called with a lock held that a release takes.
   *
   * @throws IllegalStateException if this thread holds the monitor: a release that has begun needs
   *     it to end
   */
  public void awaitReleases() {
    NativeEntries.awaitReleases(memory);
  }

  private boolean mayWait() {
    return !NativeEntries.isMonitorHeld(memory);
  }

  /** The info of a write-locked block goes, whatever has happened. */
  private void forget(NativeBlockId id, BlockInfo info, @Nullable Throwable failure) {
    try {
      NativeLocks.forget(id, info, locks);
    } catch (RuntimeException | Error second) {
      // Near the end of the stack, maybe. No task's end would give this lock back.
      info.writerTask_$eq(BlockInfo.NO_WRITER());
      if (failure == null) {
        throw second;
      }
      Thrown.first(failure, second);
    }
  }
}
