package dev.lockstep.spark.arrow.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.rounding.SegmentRoundingPolicy;
import org.apache.spark.storage.NativeBlockId;
import org.jspecify.annotations.Nullable;

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

  private static final LongAdder MADE = new LongAdder();
  private static final LongAdder FREED = new LongAdder();
  private static final ConcurrentHashMap<NativeBlockId, ArrowCachedBatch> REGISTERED =
      new ConcurrentHashMap<>();

  private ArrowMemory() {}

  static BufferAllocator allocator() {
    return ALLOCATOR;
  }

  /** The bytes of payloads and writers that have not been freed. */
  public static long allocatedBytes() {
    return ALLOCATOR.getAllocatedMemory();
  }

  /** How many batches have been made in this JVM. */
  public static long made() {
    return MADE.sum();
  }

  /** How many of them have been freed. */
  public static long freed() {
    return FREED.sum();
  }

  /** Where the batches lie that Spark has now: first address and length in bytes, by block. */
  public static Map<NativeBlockId, long[]> registered() {
    Map<NativeBlockId, long[]> places = new HashMap<>();
    REGISTERED.forEach((id, batch) -> places.put(id, batch.place()));
    return places;
  }

  static void made(ArrowCachedBatch batch) {
    MADE.increment();
  }

  static void registered(NativeBlockId id, ArrowCachedBatch batch) {
    REGISTERED.put(id, batch);
  }

  static void freed(@Nullable NativeBlockId id, ArrowCachedBatch batch) {
    if (id != null) {
      REGISTERED.remove(id, batch);
    }
    FREED.increment();
  }

  /** Gives one use of a buffer back. */
  static void free(ArrowBuf buffer) {
    if (POISONED && buffer.refCnt() == 1) {
      buffer.setOne(0, buffer.capacity());
    }
    buffer.close();
  }
}
