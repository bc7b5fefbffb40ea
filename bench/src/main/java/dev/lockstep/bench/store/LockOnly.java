package dev.lockstep.bench.store;

import org.apache.spark.storage.NativeBlockId;
import scala.Option;

/** A native block's read lock, taken and given back: what is left of a pin without its touch. */
final class LockOnly extends CountedOperation {
  private final ReadBlocks<NativeBlockId> ids;

  LockOnly(BareStore store, int first, int count) {
    super(store);
    NativeBlocksInStore blocks = new NativeBlocksInStore(store);
    ids = new ReadBlocks<>(first, count, NativeBlocksInStore::id, blocks::put);
  }

  @Override
  Object call() {
    NativeBlockId id = ids.next();
    if (store.locks.lockForReading(id, true).isEmpty()) {
      throw new IllegalStateException("gone: " + id);
    }
    store.locks.unlock(id, Option.empty());
    return id;
  }
}
