package dev.lockstep.bench.store;

import org.apache.spark.storage.RDDBlockId;
import scala.Option;

/**
 * A JVM block's read lock, taken and given back, on the patched Spark: what is left of a read
 * without its touch. A native block's is a pin's, and can't be had alone.
 */
final class LockOnly extends CountedOperation {
  private final ReadBlocks<RDDBlockId> ids;

  LockOnly(BareStore store, int first, int count) {
    super(store);
    ids = new ReadBlocks<>(first, count, i -> new RDDBlockId(0, i), store::putValues);
  }

  @Override
  Object call() {
    RDDBlockId id = ids.next();
    if (store.locks.lockForReading(id, true).isEmpty()) {
      throw new IllegalStateException("gone: " + id);
    }
    store.locks.unlock(id, Option.empty());
    return id;
  }
}
