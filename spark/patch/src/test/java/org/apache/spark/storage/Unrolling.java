package org.apache.spark.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.PartiallySerializedBlock;
import org.apache.spark.storage.memory.PartiallyUnrolledIterator;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import scala.Function0;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Either;

/** A store that asks for unroll memory in small steps, and remembers what it asked for. */
abstract class Unrolling implements BlockEvictionHandler {
  static final BlockId A = new TestBlockId("a");
  static final ClassTag<Object> STRINGS = ClassTag$.MODULE$.apply(String.class);
  static final long TASK = 7;

  final SparkConf conf =
      new SparkConf(false)
          .set("spark.memory.offHeap.enabled", "true")
          .set("spark.memory.offHeap.size", "20000")
          .set("spark.storage.unrollMemoryThreshold", "512")
          .set("spark.storage.unrollMemoryCheckPeriod", "2")
          .set("spark.storage.unrollMemoryGrowthFactor", "1.5");
  final SerializerManager serializers = new SerializerManager(new JavaSerializer(conf), conf);
  final BlockInfoManager locks = new BlockInfoManager(false);
  final Asked manager = new Asked(conf);
  final MemoryStore store = new MemoryStore(conf, locks, serializers, manager, this);

  /** Remembers what it was asked for. */
  static final class Asked extends UnifiedMemoryManager {
    final List<String> amounts = new ArrayList<>();

    Asked(SparkConf conf) {
      super(conf, 20_000, 10_000, 1);
    }

    @Override
    public boolean acquireUnrollMemory(BlockId id, long bytes, MemoryMode mode) {
      boolean granted = super.acquireUnrollMemory(id, bytes, mode);
      amounts.add((granted ? "" : "no ") + bytes);
      return granted;
    }
  }

  @BeforeEach
  void enter() {
    manager.setMemoryStore(store);
    BareStore.enterTask(TASK);
    locks.registerTask(TASK);
  }

  @AfterEach
  void leave() {
    Thread.interrupted();
    BareStore.leaveTask();
  }

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    store.remove(id);
    return StorageLevel.NONE();
  }

  static List<Object> strings(int count) {
    return IntStream.range(0, count).<Object>mapToObj(i -> "value number " + i).toList();
  }

  static scala.collection.Iterator<Object> scala(List<Object> values) {
    return CollectionConverters.asScala(values.iterator());
  }

  Either<PartiallyUnrolledIterator<Object>, Object> putValues(List<Object> values) {
    return store.putIteratorAsValues(A, scala(values), MemoryMode.ON_HEAP, STRINGS);
  }

  Either<PartiallySerializedBlock<Object>, Object> putBytes(List<Object> values, MemoryMode mode) {
    return store.putIteratorAsBytes(A, scala(values), STRINGS, mode);
  }

  long used(MemoryMode mode) {
    return mode == MemoryMode.ON_HEAP
        ? manager.onHeapStorageMemoryUsed()
        : manager.offHeapStorageMemoryUsed();
  }

  List<Object> deserialized(ChunkedByteBuffer bytes) {
    return list(serializers.dataDeserializeStream(A, bytes.toInputStream(false), STRINGS));
  }

  static List<Object> list(scala.collection.Iterator<?> values) {
    List<Object> list = new ArrayList<>();
    CollectionConverters.asJava(values).forEachRemaining(list::add);
    return list;
  }

  static boolean isDisposed(ChunkedByteBuffer buffer) {
    try {
      var disposed = ChunkedByteBuffer.class.getDeclaredField("disposed");
      disposed.setAccessible(true);
      return disposed.getBoolean(buffer);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
