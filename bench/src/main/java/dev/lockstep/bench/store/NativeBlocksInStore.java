package dev.lockstep.bench.store;

import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.NativeRelease;

/** Native blocks of a patched store, all with the same callback. */
final class NativeBlocksInStore {
  private static final NativeRelease NOTHING = () -> {};

  final NativeBlockStore natives;

  NativeBlocksInStore(BareStore store) {
    natives = new NativeBlockStore(store.memory, store.locks);
  }

  static NativeBlockId id(int number) {
    return NativeBlockId.of("read", Integer.toString(number));
  }

  /** Puts a block, unless it is there. */
  void put(NativeBlockId id) {
    if (natives.putNative(id, BareStore.BLOCK_BYTES, BareStore.MODE, NOTHING)
        == NativePutResult.NO_SPACE) {
      throw new IllegalStateException("refused: " + id);
    }
  }
}
