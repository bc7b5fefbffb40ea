package dev.lockstep.bench.store;

import org.apache.spark.storage.BlockId;

/** A put into a store that is full. */
final class PutEvict extends CountedOperation {
  private final BlockRing<? extends BlockId> ids;

  PutEvict(BlockRing<? extends BlockId> ids) {
    this.ids = ids;
    for (int i = 0; i < BareStore.CAPACITY; i++) {
      store.put(ids.next());
    }
  }

  @Override
  Object call() {
    return store.put(ids.next());
  }
}
