package dev.lockstep.simulator.store;

/** The books of one mode's memory: fields rather than arrays, which a compiler can tell apart. */
final class PoolBooks {
  /** Storage and execution memory together. */
  final long max;

  /** What execution can't take back. */
  final long region;

  /** Storage memory in use. */
  long used;

  /** The storage pool. */
  long size;

  /** Execution memory in use. */
  long execution;

  /** Tasks that have execution memory. */
  int active;

  PoolBooks(long max, long region) {
    this.max = max;
    this.region = region;
    this.size = region;
  }

  long free() {
    return size - used;
  }
}
