package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Result;
import java.util.Optional;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.NativeRelease;
import org.apache.spark.storage.PinnedNativeBlock;
import org.jspecify.annotations.Nullable;

/**
 * The native calls with any block id: those with a native one go to the API under test, the others
 * round the compiler (R2).
 */
final class NativeCalls {
  private final Put put;
  private final Pin pin;
  private final NativeBlockStore store;

  /** R1 of the API under test. */
  interface Put {
    NativePutResult put(NativeBlockId id, long bytes, MemoryMode mode, NativeRelease release);
  }

  /** R11 of the API under test. */
  interface Pin {
    Optional<PinnedNativeBlock> pin(NativeBlockId id);
  }

  NativeCalls(Put put, Pin pin, NativeBlockStore store) {
    this.put = put;
    this.pin = pin;
    this.store = store;
  }

  Result put(BlockId id, BlockSpec block, NativeRelease release) {
    long bytes = Units.bytes(block.size());
    MemoryMode mode = Units.mode(block.mode());
    return switch (id instanceof NativeBlockId nativeId
        ? put.put(nativeId, bytes, mode, release)
        : UntypedNatives.put(store, id, bytes, mode, release)) {
      case STORED -> Result.STORED;
      case NO_SPACE -> Result.NO_SPACE;
      case DUPLICATE -> Result.DUPLICATE;
    };
  }

  /** R8: runs the releases that are queued, on this thread. */
  void settle() {
    store.awaitReleases();
  }

  @Nullable PinnedNativeBlock pin(BlockId id) {
    return (id instanceof NativeBlockId nativeId
            ? pin.pin(nativeId)
            : UntypedNatives.pin(store, id))
        .orElse(null);
  }
}
