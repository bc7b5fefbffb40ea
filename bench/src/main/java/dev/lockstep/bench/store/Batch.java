package dev.lockstep.bench.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * A batch of an engine, outside the heap. A thread scans the same one again and again, so it comes
 * out of the processor's caches: a real one would come out of memory, and take longer.
 */
final class Batch {
  static final int BYTES = 1 << 20;

  private final LongBuffer column =
      ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();

  Batch() {
    for (int i = 0; i < column.limit(); i++) {
      column.put(i, i);
    }
  }

  long sum() {
    long sum = 0;
    for (int i = 0; i < column.limit(); i++) {
      sum += column.get(i);
    }
    return sum;
  }
}
