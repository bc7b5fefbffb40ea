package org.apache.spark.storage;

import java.util.Optional;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.NativeEntries;
import org.apache.spark.storage.memory.NativeMemoryEntry;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * Puts and pins native blocks (R1, R2, R11) in a memory store and its block locks, which need not
 * belong to a {@code BlockManager}. It has no state of its own: any number may share one store.
 */
public final class NativeBlockStore {
  /** Memory alone, one replica, never deserialized: an eviction never asks for data to write. */
  private static final StorageLevel ON_HEAP = StorageLevel.apply(false, true, false, false, 1);

  private static final StorageLevel OFF_HEAP = StorageLevel.apply(false, true, true, false, 1);

  private final MemoryStore memory;
  private final BlockInfoManager locks;

  public NativeBlockStore(MemoryStore memory, BlockInfoManager locks) {
    this.memory = memory;
    this.locks = locks;
  }

  /**
   * Reserves {@code size} bytes of the storage pool of {@code mode}, evicting if need be, and
   * registers the block as most recent (R1).
   *
   * <p>Whatever ends this call other than STORED, an exception included, leaves nothing behind, and
   * the caller still owns the payload.
   *
   * @throws IllegalArgumentException if an argument is null or the size negative (R2)
   */
  public NativePutResult putNative(
      NativeBlockId id, long size, MemoryMode mode, NativeRelease release) {
    NativeMemoryEntry entry = new NativeMemoryEntry(id, size, mode, release);
    BlockInfo info =
        new BlockInfo(
            mode == MemoryMode.OFF_HEAP ? OFF_HEAP : ON_HEAP, ClassTag$.MODULE$.Any(), false);
    if (!locks.lockNewBlockForWriting(id, info, false)) {
      return NativePutResult.DUPLICATE;
    }
    boolean stored;
    try {
      stored = NativeEntries.put(memory, entry);
    } catch (Throwable failure) {
      forget(id, info, failure);
      throw failure;
    }
    if (!stored) {
      forget(id, info, null);
      return NativePutResult.NO_SPACE;
    }
    info.size_$eq(size);
    if (isRegistered(id, info)) {
      locks.unlock(id, Option.empty());
    }
    return NativePutResult.STORED;
  }

  /**
   * Pins a block: waits for a read lock as stock reads do, and makes the block most recent (R4,
   * R11). Empty if the block is gone.
   *
   * @throws IllegalArgumentException if the id is null
   */
  public Optional<PinnedNativeBlock> pinNative(NativeBlockId id) {
    if (id == null) {
      throw new IllegalArgumentException("pin of a native block: expected an id, found null");
    }
    Option<BlockInfo> locked = locks.lockForReading(id, true);
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

  private void forget(NativeBlockId id, BlockInfo info, @Nullable Throwable failure) {
    try {
      if (isRegistered(id, info)) {
        locks.removeBlock(id);
      }
    } catch (RuntimeException | Error second) {
      if (failure == null) {
        throw second;
      }
      failure.addSuppressed(second);
    }
  }

  /** False once {@code BlockInfoManager.clear} (a stop) has run: the lock is then gone, too. */
  private boolean isRegistered(NativeBlockId id, BlockInfo info) {
    Option<BlockInfo> registered = locks.get(id);
    return registered.isDefined() && registered.get() == info;
  }
}
