package org.apache.spark.storage;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** The woven block manager of a real local SparkContext, and what its tests put there. */
abstract class LocalBlockManager {
  static final NativeBlockId A = NativeBlockId.of("velox", "a");
  static final NativeBlockId B = NativeBlockId.of("velox", "b");
  static final BlockId JVM = new TestBlockId("jvm");
  static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();
  static final StorageLevel MEMORY = StorageLevel.MEMORY_ONLY();

  final Payload a = new Payload();
  final Payload b = new Payload();
  SparkContext context;
  BlockManager manager;
  long bytesMax;

  @BeforeEach
  void start() {
    context =
        new SparkContext(
            new SparkConf(false)
                .setMaster("local[1]")
                .setAppName("native blocks")
                .set("spark.ui.enabled", "false")
                .set("spark.testing.memory", "20000000")
                .set("spark.testing.reservedMemory", "0")
                .set("spark.taskMetrics.trackUpdatedBlockStatuses", "true"));
    manager = context.env().blockManager();
    bytesMax = context.env().memoryManager().maxOnHeapStorageMemory();
  }

  @AfterEach
  void stop() {
    BareStore.leaveTask();
    context.stop();
  }

  NativePutResult put(NativeBlockId id, long size, NativeRelease release) {
    return manager.putNative(id, size, MemoryMode.ON_HEAP, release);
  }
}
