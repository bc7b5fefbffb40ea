package org.apache.spark.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.NativeEntries;
import org.apache.spark.storage.memory.ReleaseMode;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.Function0;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Either;

/**
 * The real woven store without a block manager: it does itself what BlockManager does around it.
 */
final class BareStore implements BlockEvictionHandler {
  static final long NO_TASK = BlockInfo.NON_TASK_WRITER();

  final UnifiedMemoryManager manager;
  final BlockInfoManager locks = new BlockInfoManager(false);
  final MemoryStore memory;
  final NativeBlockStore natives;

  /** What evictions dropped, in order. */
  final List<BlockId> dropped = new ArrayList<>();

  /** Of which classes evictions said that the values are. */
  final List<ClassTag<?>> tags = new ArrayList<>();

  /** A store that may use all of its memory (Spark wants some of it to be execution's region). */
  BareStore(long bytesMax) {
    this(bytesMax, bytesMax - 1);
  }

  BareStore(long bytesMax, long storageRegionBytes) {
    this(bytesMax, storageRegionBytes, "monitor");
  }

  /** A store whose configuration says when releases run (R8). */
  BareStore(long bytesMax, long storageRegionBytes, String releaseMode) {
    SparkConf conf =
        new SparkConf(false)
            .set(ReleaseMode.KEY, releaseMode)
            .set("spark.memory.offHeap.enabled", "true")
            .set("spark.memory.offHeap.size", Long.toString(bytesMax));
    manager = new UnifiedMemoryManager(conf, bytesMax, storageRegionBytes, 1);
    memory = new MemoryStore(conf, locks, null, manager, this);
    manager.setMemoryStore(memory);
    natives = new NativeBlockStore(memory, locks);
  }

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    locks.assertBlockIsLockedForWriting(id);
    dropped.add(id);
    tags.add(tag);
    memory.remove(id);
    return StorageLevel.NONE();
  }

  NativePutResult put(NativeBlockId id, long size, NativeRelease release) {
    return natives.putNative(id, size, MemoryMode.ON_HEAP, release);
  }

  /** A put of a JVM block, as BlockManager.doPut does it. */
  boolean putJvm(BlockId id, int size) {
    if (!locks.lockNewBlockForWriting(
        id, new BlockInfo(StorageLevel.MEMORY_ONLY_SER(), ClassTag$.MODULE$.Any(), false), false)) {
      return false;
    }
    boolean stored = false;
    try {
      stored =
          memory.putBytes(
              id,
              size,
              MemoryMode.ON_HEAP,
              () -> new ChunkedByteBuffer(ByteBuffer.allocate(size)),
              ClassTag$.MODULE$.Any());
    } finally {
      if (stored) {
        locks.unlock(id, Option.empty());
      } else {
        locks.removeBlock(id);
      }
    }
    return stored;
  }

  /** As the woven BlockManager.removeBlock: waits for the write lock; the info always goes. */
  void remove(BlockId id) {
    if (locks.lockForWriting(id, !NativeEntries.isInRelease(memory)).isDefined()) {
      try {
        memory.remove(id);
      } finally {
        locks.removeBlock(id);
      }
    }
  }

  boolean has(BlockId id) {
    return memory.contains(id);
  }

  boolean hasInfo(BlockId id) {
    return locks.get(id).isDefined();
  }

  long bytesUsed() {
    return manager.onHeapStorageMemoryUsed();
  }

  int readers(BlockId id) {
    return locks.get(id).get().readerCount();
  }

  /** Makes this thread run as that task until {@link #leaveTask}; the task must be registered. */
  static void enterTask(long task) {
    TaskContext$.MODULE$.setTaskContext(
        new TaskContextImpl(
            0,
            0,
            0,
            task,
            0,
            1,
            null,
            new Properties(),
            null,
            new TaskMetrics(),
            1,
            Map$.MODULE$.empty()));
  }

  static void leaveTask() {
    TaskContext$.MODULE$.unset();
  }

  /** A callback that counts. */
  static final class Payload implements NativeRelease {
    int releases;

    @Override
    public void release() {
      releases++;
    }
  }
}
