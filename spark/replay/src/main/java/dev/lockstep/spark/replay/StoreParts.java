package dev.lockstep.spark.replay;

import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.PoolSpec;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.ExecutionMemoryPool;
import org.apache.spark.memory.StorageMemoryPool;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.memory.MemoryStore;

/**
 * Spark's own objects, put together for some constants: memory manager, block locks, memory store.
 */
record StoreParts(WatchedMemory memory, BlockInfoManager locks, MemoryStore store) {

  /** A bare store: nothing of Spark round it. */
  static StoreParts of(WatchedMemory memory, NativeStore natives, Constants constants) {
    memory.setMemoryStore(natives.memory());
    StoreParts parts = new StoreParts(memory, natives.locks(), natives.memory());
    parts.registerTasks(constants);
    return parts;
  }

  /** A memory manager whose pools are those of the constants. */
  static WatchedMemory memory(SparkConf conf, Constants constants) {
    WatchedMemory memory =
        new WatchedMemory(
            conf, Units.bytes(constants.onHeap().max()), Units.bytes(constants.onHeap().region()));
    long region = memory.offHeapStorageMemoryPool().poolSize();
    if (region != Units.bytes(constants.offHeap().region())) {
      throw new IllegalStateException("off-heap region of " + region + " bytes: " + constants);
    }
    return memory;
  }

  /** The settings that give the pools the sizes of the constants, in bytes. */
  static SparkConf conf(Constants constants) {
    PoolSpec offHeap = constants.offHeap();
    SparkConf conf =
        new SparkConf(false)
            .set("spark.buffer.pageSize", "1048576")
            .set(
                "spark.storage.unrollMemoryThreshold",
                Long.toString(Units.bytes(constants.unrollThreshold())));
    if (offHeap.max() > 0) {
      conf.set("spark.memory.offHeap.enabled", "true")
          .set("spark.memory.offHeap.size", Long.toString(Units.bytes(offHeap.max())))
          .set("spark.memory.storageFraction", Double.toString(storageFraction(offHeap)));
    }
    return conf;
  }

  /** The fraction of which Spark's product with the maximum, cut off, is the region exactly. */
  private static double storageFraction(PoolSpec offHeap) {
    if (offHeap.region() == offHeap.max()) {
      throw new InvalidConstantException(
          "offHeap.region", "must be less than offHeap.max: Spark wants a fraction below 1");
    }
    long max = Units.bytes(offHeap.max());
    long region = Units.bytes(offHeap.region());
    double fraction = (double) region / max;
    while ((long) (max * fraction) < region) {
      fraction = Math.nextUp(fraction);
    }
    return fraction;
  }

  /** Makes the tasks known to the block locks, as an executor does when a task begins. */
  void registerTasks(Constants constants) {
    for (int t = 1; t <= constants.tasks(); t++) {
      locks.registerTask((long) t);
    }
  }

  StorageMemoryPool storagePool(dev.lockstep.model.MemoryMode mode) {
    return switch (mode) {
      case ON_HEAP -> memory.onHeapStorageMemoryPool();
      case OFF_HEAP -> memory.offHeapStorageMemoryPool();
    };
  }

  ExecutionMemoryPool executionPool(dev.lockstep.model.MemoryMode mode) {
    return switch (mode) {
      case ON_HEAP -> memory.onHeapExecutionMemoryPool();
      case OFF_HEAP -> memory.offHeapExecutionMemoryPool();
    };
  }
}
