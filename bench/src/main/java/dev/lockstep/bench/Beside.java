package dev.lockstep.bench;

/** What other threads do while one puts. */
public enum Beside {
  /** There are none. */
  NOBODY,
  /** They scan batches, and leave the store alone. */
  SCAN,
  /** They read JVM blocks. */
  GET,
  /** They pin native blocks. */
  PIN
}
