package dev.lockstep.bench.store;

import org.apache.spark.storage.NativeBlockId;
import scala.Option;

/**
 * What a pin would cost if its touch were buffered: the read lock, and a note in a buffer that all
 * threads share. Who empties the buffer is not measured.
 */
final class LockAndNote extends CountedOperation {
  private final ReadBlocks<NativeBlockId> ids;
  private final PinBuffer buffer;

  LockAndNote(BareStore store, PinBuffer buffer, int first, int count) {
    super(store);
    this.buffer = buffer;
    NativeBlocksInStore blocks = new NativeBlocksInStore(store);
    ids = new ReadBlocks<>(first, count, NativeBlocksInStore::id, blocks::put);
  }

  @Override
  Object call() {
    NativeBlockId id = ids.next();
    if (store.locks.lockForReading(id, true).isEmpty()) {
      throw new IllegalStateException("gone: " + id);
    }
    buffer.note(id);
    store.locks.unlock(id, Option.empty());
    return id;
  }
}
