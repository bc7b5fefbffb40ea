package dev.lockstep.bench.store;

import dev.lockstep.bench.StoreOperation;

/** Counts the calls of an operation, and the evictions since it was ready. */
abstract class CountedOperation implements StoreOperation {
  final BareStore store = new BareStore();
  private long calls;

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

  /** Filling the store evicts nothing, so there is nothing to deduct. */
  @Override
  public final long evictions() {
    return store.drops();
  }

  @Override
  public long releases() {
    return 0;
  }
}
