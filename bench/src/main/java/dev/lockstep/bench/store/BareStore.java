package dev.lockstep.bench.store;

import java.nio.ByteBuffer;
import java.util.Properties;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.collection.immutable.Map$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Either;

/**
 * Spark's memory store, block locks and memory manager, with the calls that {@code BlockManager}
 * makes on them (doPutBytes, getLocalBytes, removeBlock, dropFromMemory) and nothing else of it. It
 * is on-heap, and holds {@link #CAPACITY} blocks of {@link #BLOCK_BYTES} each.
 */
final class BareStore implements BlockEvictionHandler {
  static final int CAPACITY = 1024;
  static final long BLOCK_BYTES = 4096;
  static final long BYTES_MAX = CAPACITY * BLOCK_BYTES;
  static final MemoryMode MODE = MemoryMode.ON_HEAP;
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

  final BlockInfoManager locks = new BlockInfoManager(false);
  final MemoryStore memory;

  /** All blocks have the same bytes: the store's work is measured, not the allocation of data. */
  private final ChunkedByteBuffer bytes =
      new ChunkedByteBuffer(ByteBuffer.allocate((int) BLOCK_BYTES));

  private final Function0<ChunkedByteBuffer> data = () -> bytes;
  private long drops;

  BareStore() {
    this(conf -> new UnifiedMemoryManager(conf, BYTES_MAX, BYTES_MAX / 2, 1));
  }

  @SuppressWarnings("NullAway") // Without a serializer: values are never turned into bytes here.
  BareStore(Function<SparkConf, UnifiedMemoryManager> managerOf) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.buffer.pageSize", "1048576")
            .set("spark.storage.unrollMemoryThreshold", Long.toString(BLOCK_BYTES));
    UnifiedMemoryManager manager = managerOf.apply(conf);
    memory = new MemoryStore(conf, locks, null, manager, this);
    manager.setMemoryStore(memory);
  }

  /** Makes the current thread run a task: tasks hold locks. */
  @SuppressWarnings("NullAway") // Without memory and metrics of its own.
  void beginTask(int number) {
    locks.registerTask(number);
    TaskContext$.MODULE$.setTaskContext(
        new TaskContextImpl(
            0,
            0,
            0,
            number,
            0,
            1,
            null,
            new Properties(),
            null,
            new TaskMetrics(),
            1,
            Map$.MODULE$.empty()));
  }

  /** How many blocks evictions have dropped. */
  long drops() {
    return drops;
  }

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> values, ClassTag<T> tag) {
    locks.assertBlockIsLockedForWriting(id);
    drops++;
    memory.remove(id);
    return StorageLevel.NONE();
  }

  BlockInfo put(BlockId id) {
    BlockInfo info = new BlockInfo(StorageLevel.MEMORY_ONLY_SER(), ANY, false);
    if (!locks.lockNewBlockForWriting(id, info, false)
        || !memory.putBytes(id, BLOCK_BYTES, MODE, data, ANY)) {
      throw new IllegalStateException("refused: " + id);
    }
    info.size_$eq(BLOCK_BYTES);
    locks.unlock(id, Option.empty());
    return info;
  }

  /** Puts a block of one value, as values, unless it is there. */
  synchronized void putValues(BlockId id) {
    BlockInfo info = new BlockInfo(StorageLevel.MEMORY_ONLY(), ANY, false);
    if (!locks.lockNewBlockForWriting(id, info, false)) {
      return;
    }
    Iterator<Object> value = Iterator$.MODULE$.<Object>single(id.name());
    if (!memory.putIteratorAsValues(id, value, MODE, ANY).isRight()) {
      throw new IllegalStateException("refused: " + id);
    }
    locks.unlock(id, Option.empty());
  }

  /**
   * The block's values, as getLocalValues gives them; null if it is gone. It may go after it was
   * locked: stock locks an info that has just been removed, and then there is nothing to unlock.
   */
  @Nullable Iterator<?> getValues(BlockId id) {
    if (locks.lockForReading(id, true).isEmpty()) {
      return null;
    }
    Option<? extends Iterator<?>> values = memory.getValues(id);
    if (values.isEmpty()) {
      return null;
    }
    locks.unlock(id, Option.empty());
    return values.get();
  }

  ChunkedByteBuffer get(BlockId id) {
    if (locks.lockForReading(id, true).isEmpty()) {
      throw new IllegalStateException("gone: " + id);
    }
    ChunkedByteBuffer read = memory.getBytes(id).get();
    locks.unlock(id, Option.empty());
    return read;
  }

  void remove(BlockId id) {
    if (locks.lockForWriting(id, true).isEmpty() || !memory.remove(id)) {
      throw new IllegalStateException("gone: " + id);
    }
    locks.removeBlock(id);
  }
}
