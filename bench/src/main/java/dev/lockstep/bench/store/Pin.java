package dev.lockstep.bench.store;

import java.util.Optional;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.PinnedNativeBlock;

/** A pin and its close, which makes the block most recent. Only on a patched Spark. */
final class Pin extends CountedOperation {
  private final NativeBlocksInStore blocks;
  private final ReadBlocks<NativeBlockId> ids;

  Pin(BareStore store, int first, int count) {
    super(store);
    blocks = new NativeBlocksInStore(store);
    ids = new ReadBlocks<>(first, count, NativeBlocksInStore::id, blocks::put);
  }

  /** A block that was evicted is put again: only beside puts that evict it can be. */
  @Override
  Object call() {
    NativeBlockId id = ids.next();
    Optional<PinnedNativeBlock> pin = blocks.natives.pinNative(id);
    if (pin.isEmpty()) {
      blocks.put(id);
    } else {
      pin.get().close();
    }
    return pin;
  }
}
