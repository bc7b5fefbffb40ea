package dev.lockstep.spark.arrow.cache;

import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.rounding.SegmentRoundingPolicy;

/** The memory of cached batches and of their writers: one allocator for each JVM. */
public final class ArrowMemory {
  /**
   * For tests: whether a payload is overwritten when it is freed, so that whoever reads it still
   * reads nonsense. A system property, since executors are told so.
   */
  public static final String POISON = "lockstep.arrow.poison";

  /** Arrow's default rounds up to powers of two: a third of a payload would be air. */
  private static final long SEGMENT_BYTES = 1024;

  private static final boolean POISONED = Boolean.getBoolean(POISON);

  private static final BufferAllocator ALLOCATOR =
      new RootAllocator(
          AllocationListener.NOOP, Long.MAX_VALUE, new SegmentRoundingPolicy(SEGMENT_BYTES));

  private ArrowMemory() {}

  static BufferAllocator allocator() {
    return ALLOCATOR;
  }

  /** The bytes of payloads and writers that have not been freed. */
  public static long allocatedBytes() {
    return ALLOCATOR.getAllocatedMemory();
  }

  /** Gives one use of a buffer back. */
  static void free(ArrowBuf buffer) {
    if (POISONED && buffer.refCnt() == 1) {
      buffer.setOne(0, buffer.capacity());
    }
    buffer.close();
  }
}
