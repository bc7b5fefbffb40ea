package dev.lockstep.bench;

/** How a block is read. */
public enum Read {
  /** A JVM block, as {@code BlockManager.getLocalValues} does: lock, values, unlock. */
  GET,
  /** A native block: pin and close. */
  PIN,
  /** A native block's read lock, taken and given back: a pin that does not touch recency. */
  LOCK,
  /** The same, and a note in a buffer: a pin whose touch is made up for later, by somebody else. */
  LOCK_AND_NOTE,
  /** No store: a batch of 1 MiB outside the heap is added up. */
  SCAN,
  /** A pin, the scan of its batch, the close. */
  PIN_AND_SCAN
}
