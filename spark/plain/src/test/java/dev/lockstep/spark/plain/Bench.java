package dev.lockstep.spark.plain;

import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.Function0;
import scala.reflect.ClassTag;
import scala.util.Either;

/** A store of 1000 bytes on the heap, with nothing of Spark round it. */
final class Bench implements BlockEvictionHandler {
  static final long BYTES_MAX = 1000;

  final UnifiedMemoryManager memory;
  final Offloading offloading;

  Bench() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.buffer.pageSize", "1048576")
            .set("spark.storage.unrollMemoryThreshold", "10");
    this.memory = new UnifiedMemoryManager(conf, BYTES_MAX, BYTES_MAX / 2, 1);
    this.offloading = new Offloading(conf, memory, this);
    memory.setMemoryStore(offloading.store());
  }

  static OffloadedBlockId id(String key) {
    return OffloadedBlockId.of("test", key);
  }

  Offloading.Answer offload(String key, long bytes, Runnable free) {
    return offloading.offload(id(key), bytes, MemoryMode.ON_HEAP, free);
  }

  long bytesUsed() {
    return memory.onHeapStorageMemoryPool().memoryUsed();
  }

  /** As a block manager: infos first, then the store. What is left serves on. */
  void stop() {
    offloading.locks().clear();
    offloading.store().clear();
    offloading.locks().registerTask(BlockInfo.NON_TASK_WRITER());
  }

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    offloading.store().remove(id);
    return StorageLevel.NONE();
  }
}
