package dev.lockstep.bench;

/** Which blocks the threads of a {@link ReadCase} read. */
public enum Sharing {
  /** Each thread has blocks of its own and takes them in turn; only the store is shared. */
  OWN,
  /** All threads read one block, again and again. */
  SAME
}
