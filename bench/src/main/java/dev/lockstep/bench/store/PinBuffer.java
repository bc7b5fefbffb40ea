package dev.lockstep.bench.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Pins in the order in which they were noted, by any thread, without a lock: one order for all, as
 * R4 wants one. It forgets the oldest where a store would touch them.
 */
final class PinBuffer {
  private static final int CAPACITY = 1024;

  private final AtomicReferenceArray<Object> notes = new AtomicReferenceArray<>(CAPACITY);
  private final AtomicLong end = new AtomicLong();

  void note(Object block) {
    notes.setRelease((int) end.getAndIncrement() & CAPACITY - 1, block);
  }
}
