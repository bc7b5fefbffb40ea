package dev.lockstep.spark.replay;

import java.util.Optional;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.NativeRelease;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.storage.memory.MemoryStore;

/**
 * A store of our own patch. Calls with a native id go to the API under test, the others round the
 * compiler (R2).
 *
 * @param natives the store's own, which is asked round the compiler
 * @param putter the put under test
 * @param pinner the pin under test
 */
record PatchedStore(
    MemoryStore memory, BlockInfoManager locks, NativeBlockStore natives, Put putter, Pins pinner)
    implements NativeStore {

  /** R1 of the API under test. */
  interface Put {
    NativePutResult put(NativeBlockId id, long bytes, MemoryMode mode, NativeRelease release);
  }

  /** R11 of the API under test. */
  interface Pins {
    Optional<PinnedNativeBlock> pin(NativeBlockId id);
  }

  @Override
  public PutResult put(BlockId id, long bytes, MemoryMode mode, Runnable release) {
    NativeRelease freeing = release::run;
    return switch (id instanceof NativeBlockId nativeId
        ? putter.put(nativeId, bytes, mode, freeing)
        : UntypedNatives.put(natives, id, bytes, mode, freeing)) {
      case STORED -> PutResult.STORED;
      case NO_SPACE -> PutResult.NO_SPACE;
      case DUPLICATE -> PutResult.DUPLICATE;
    };
  }

  @Override
  public Optional<Pin> pin(BlockId id) {
    return (id instanceof NativeBlockId nativeId
            ? pinner.pin(nativeId)
            : UntypedNatives.pin(natives, id))
        .map(handle -> handle::close);
  }

  @Override
  public void settle() {
    natives.awaitReleases();
  }
}
