package dev.lockstep.bench.store;

import java.util.function.LongConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.BlockId;

/** A real memory manager that tells for how long an acquisition of storage memory held it. */
final class TimedMemory extends UnifiedMemoryManager {
  private final LongConsumer nanos;

  TimedMemory(SparkConf conf, LongConsumer nanos) {
    super(conf, BareStore.BYTES_MAX, BareStore.BYTES_MAX / 2, 1);
    this.nanos = nanos;
  }

  /** The time begins when the monitor has been taken: waiting for it is not holding it. */
  @Override
  public synchronized boolean acquireStorageMemory(BlockId id, long bytes, MemoryMode mode) {
    long began = System.nanoTime();
    boolean acquired = super.acquireStorageMemory(id, bytes, mode);
    nanos.accept(System.nanoTime() - began);
    return acquired;
  }
}
