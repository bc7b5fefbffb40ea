package org.apache.spark.storage;

import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.memory.NativeMemoryEntry;
import scala.reflect.ClassTag$;

/**
 * The info of one registration, write-locked by its put at first.
 *
 * <p>A write lock names a task, and several threads may run as one. So a put that meets an error
 * could not tell its own lock from that of another thread, which evicts the block already.
 */
final class NativeBlockInfo extends BlockInfo {
  /** Memory alone, one replica, never deserialized: an eviction never asks for data to write. */
  private static final StorageLevel OFF_HEAP = StorageLevel.apply(false, true, true, false, 1);

  private static final StorageLevel ON_HEAP = StorageLevel.apply(false, true, false, false, 1);

  private final EngineRelease release;

  /** Guarded by the block's own lock; read without it by the put's thread. */
  private volatile boolean putOver;

  NativeBlockInfo(NativeMemoryEntry entry) {
    super(
        entry.memoryMode() == MemoryMode.OFF_HEAP ? OFF_HEAP : ON_HEAP,
        ClassTag$.MODULE$.Any(),
        false);
    size_$eq(entry.size());
    this.release = entry.release();
  }

  /** The callback that this registration was put with. */
  EngineRelease release() {
    return release;
  }

  /** The put's lock is given back, or a pin instead of it. */
  void endPut() {
    putOver = true;
  }

  boolean isPutOver() {
    return putOver;
  }
}
