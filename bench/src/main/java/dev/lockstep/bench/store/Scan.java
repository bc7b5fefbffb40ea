package dev.lockstep.bench.store;

/** The scan of a batch, without a store. */
final class Scan extends CountedOperation {
  private final Batch batch = new Batch();

  Scan(BareStore store) {
    super(store);
  }

  @Override
  Object call() {
    return batch.sum();
  }
}
