package dev.lockstep.bench.store;

import dev.lockstep.bench.StoreOperation;

/** Counts the calls of an operation, and the evictions since it was ready. */
abstract class CountedOperation implements StoreOperation {
  final BareStore store;
  private long calls;

  CountedOperation() {
    this(new BareStore());
  }

  /** On a store that others use as well. */
  CountedOperation(BareStore store) {
    this.store = store;
  }

  /** The operation itself. */
  abstract Object call();

  @Override
  public final Object once() {
    Object said = call();
    calls++;
    return said;
  }

  @Override
  public final long calls() {
    return calls;
  }

  /** Of all who use the store. Filling it evicts nothing, so there is nothing to deduct. */
  @Override
  public final long evictions() {
    return store.drops();
  }

  @Override
  public long releases() {
    return 0;
  }
}
