package dev.lockstep.bench.store;

import org.apache.spark.storage.RDDBlockId;
import scala.collection.Iterator;

/** A read of a JVM block's values, which makes it most recent. */
final class GetValues extends CountedOperation {
  private final ReadBlocks<RDDBlockId> blocks;

  GetValues(BareStore store, int first, int count) {
    super(store);
    blocks = new ReadBlocks<>(first, count, i -> new RDDBlockId(0, i), store::putValues);
  }

  /** A block that was evicted is put again: only beside puts that evict it can be. */
  @Override
  Object call() {
    RDDBlockId id = blocks.next();
    Iterator<?> values = store.getValues(id);
    if (values == null) {
      store.putValues(id);
      return id;
    }
    return values;
  }
}
