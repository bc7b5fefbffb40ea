package dev.lockstep.bench.store;

import org.apache.spark.storage.RDDBlockId;
import scala.Option;

/**
 * What a pin would cost, about, if its touch were buffered: a JVM block's read lock, and a note in
 * a buffer that all threads share. Who empties the buffer is not measured.
 */
final class LockAndNote extends CountedOperation {
  private final ReadBlocks<RDDBlockId> ids;
  private final PinBuffer buffer;

  LockAndNote(BareStore store, PinBuffer buffer, int first, int count) {
    super(store);
    this.buffer = buffer;
    ids = new ReadBlocks<>(first, count, i -> new RDDBlockId(0, i), store::putValues);
  }

  @Override
  Object call() {
    RDDBlockId id = ids.next();
    if (store.locks.lockForReading(id, true).isEmpty()) {
      throw new IllegalStateException("gone: " + id);
    }
    buffer.note(id);
    store.locks.unlock(id, Option.empty());
    return id;
  }
}
