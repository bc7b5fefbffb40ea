package dev.lockstep.bench;

/** What is measured: calls in the order in which {@code BlockManager} makes them. */
public enum Operation {
  /** A serialized block comes into a full store and evicts the oldest one, of another RDD. */
  PUT_EVICT(1, 100_000),
  /** A serialized block that is there is locked, read and unlocked; it becomes most recent. */
  GET(0, 400_000),
  /** A serialized block comes into a store with room, and is removed again. */
  PUT_REMOVE(0, 150_000),
  /** {@link #PUT_EVICT} with ids of no RDD, which Spark puts into no index: the peer of native. */
  PLAIN_PUT_EVICT(1, 100_000),
  /** A native block comes into a store full of native blocks and evicts the oldest one. */
  NATIVE_PUT_EVICT(1, 100_000);

  private final int evictionsPerCall;
  private final int batch;

  Operation(int evictionsPerCall, int batch) {
    this.evictionsPerCall = evictionsPerCall;
    this.batch = batch;
  }

  /** How many blocks each call evicts; no more and no less. */
  public int evictionsPerCall() {
    return evictionsPerCall;
  }

  /** How many calls a benchmark's iteration makes. */
  int batch() {
    return batch;
  }
}
