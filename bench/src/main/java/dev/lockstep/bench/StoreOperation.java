package dev.lockstep.bench;

/**
 * One operation on one store, ready to be repeated. The only type that a benchmark and the store's
 * class loader share; a fork loads one class that implements it, so calls of it are monomorphic.
 */
public interface StoreOperation {

  /**
   * Does the operation once.
   *
   * @return something that the store said, for the benchmark to consume
   * @throws IllegalStateException if the store refused
   */
  Object once();

  /** How often {@link #once} has returned. */
  long calls();

  /** How many blocks the eviction handler was asked to drop by those calls. */
  long evictions();

  /** How many release callbacks those calls have run. */
  long releases();
}
