package org.apache.spark.storage;

import java.util.Optional;
import org.apache.spark.memory.MemoryMode;

/** What the woven methods of {@code BlockManager}, {@code MemoryStore} and {@code BlockId} call. */
public final class NativeBlocks {
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

  /** R1. */
  public static NativePutResult putNative(
      BlockManager manager, NativeBlockId id, long size, MemoryMode mode, NativeRelease release) {
    return storeOf(manager).putNative(id, size, mode, release);
  }

  /** R11. */
  public static Optional<PinnedNativeBlock> pinNative(BlockManager manager, NativeBlockId id) {
    return storeOf(manager).pinNative(id);
  }

  /** R10: task metrics go to the driver, so native blocks stay out of them. */
  public static void addUpdatedBlockStatusToTaskMetrics(
      BlockManager manager, BlockId id, BlockStatus status) {
    if (!(id instanceof NativeBlockId)) {
      manager.stock$addUpdatedBlockStatusToTaskMetrics(id, status);
    }
  }

  private static NativeBlockStore storeOf(BlockManager manager) {
    return new NativeBlockStore(manager.memoryStore(), manager.blockInfoManager());
  }
}
