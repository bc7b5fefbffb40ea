package dev.lockstep.bench.store;

import org.apache.spark.storage.RDDBlockId;

/** A put into a store that is half full, and the removal of the same block. */
final class PutRemove extends CountedOperation {
  private final BlockRing<RDDBlockId> ids = BlockRing.ofRdds();

  PutRemove() {
    for (int i = 0; i < BareStore.CAPACITY / 2; i++) {
      store.put(new RDDBlockId(2, i));
    }
  }

  @Override
  Object call() {
    RDDBlockId id = ids.next();
    store.put(id);
    store.remove(id);
    return id;
  }
}
