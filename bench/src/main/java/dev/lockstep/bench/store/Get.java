package dev.lockstep.bench.store;

import org.apache.spark.storage.RDDBlockId;

/** A read of the block that was read longest ago. */
final class Get extends CountedOperation {
  private final RDDBlockId[] ids = new RDDBlockId[BareStore.CAPACITY];
  private int next;

  Get() {
    for (int i = 0; i < ids.length; i++) {
      ids[i] = new RDDBlockId(0, i);
      store.put(ids[i]);
    }
  }

  @Override
  Object call() {
    RDDBlockId id = ids[next];
    next = next + 1 == ids.length ? 0 : next + 1;
    return store.get(id);
  }
}
