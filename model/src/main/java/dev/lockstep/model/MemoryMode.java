package dev.lockstep.model;

/** The two modes of memory, each with its own storage and execution pool. */
public enum MemoryMode {
  ON_HEAP,
  OFF_HEAP
}
