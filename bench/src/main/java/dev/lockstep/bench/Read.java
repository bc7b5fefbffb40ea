package dev.lockstep.bench;

/** How a block is read. */
public enum Read {
  /** A JVM block, as {@code BlockManager.getLocalValues} does: lock, values, unlock. */
  GET(200_000),
  /** A native block: pin and close. */
  PIN(200_000),
  /** A native block's read lock, taken and given back: a pin that does not touch recency. */
  LOCK(200_000),
  /** The same, and a note in a buffer: a pin whose touch is made up for later, by somebody else. */
  LOCK_AND_NOTE(200_000),
  /** No store: a batch of 1 MiB outside the heap is added up. */
  SCAN(2_000),
  /** A pin, the scan of its batch, the close. */
  PIN_AND_SCAN(2_000);

  private final int warmUp;

  Read(int warmUp) {
    this.warmUp = warmUp;
  }

  /** How many calls each thread makes before anything is measured. */
  int warmUp() {
    return warmUp;
  }
}
