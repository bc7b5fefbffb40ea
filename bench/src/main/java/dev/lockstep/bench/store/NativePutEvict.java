package dev.lockstep.bench.store;

import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.NativeRelease;

/** A native put into a store that is full of native blocks. Only on a patched Spark. */
final class NativePutEvict extends CountedOperation {
  private final NativeBlockStore natives;
  private final BlockRing<NativeBlockId> ids =
      new BlockRing<>(i -> NativeBlockId.of("bench", Integer.toString(i)));
  private long releases;

  /** One for all registrations, as all serialized blocks have the same bytes. */
  private final NativeRelease release = () -> releases++;

  NativePutEvict() {
    this(new BareStore());
  }

  NativePutEvict(BareStore store) {
    super(store);
    natives = new NativeBlockStore(store.memory, store.locks);
    for (int i = 0; i < BareStore.CAPACITY; i++) {
      call();
    }
  }

  @Override
  Object call() {
    NativePutResult result =
        natives.putNative(ids.next(), BareStore.BLOCK_BYTES, BareStore.MODE, release);
    if (result != NativePutResult.STORED) {
      throw new IllegalStateException("refused: " + result);
    }
    return result;
  }

  @Override
  public long releases() {
    return releases;
  }
}
