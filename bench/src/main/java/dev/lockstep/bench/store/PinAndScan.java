package dev.lockstep.bench.store;

import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.PinnedNativeBlock;

/** A batch is scanned while its block is pinned. Only on a patched Spark. */
final class PinAndScan extends CountedOperation {
  private final NativeBlocksInStore blocks;
  private final ReadBlocks<NativeBlockId> ids;
  private final Batch batch = new Batch();

  PinAndScan(BareStore store, int first, int count) {
    super(store);
    blocks = new NativeBlocksInStore(store);
    ids = new ReadBlocks<>(first, count, NativeBlocksInStore::id, blocks::put);
  }

  @Override
  Object call() {
    try (PinnedNativeBlock pin = blocks.natives.pinNative(ids.next()).orElseThrow()) {
      return batch.sum();
    }
  }
}
