package org.apache.spark.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Function0;
import scala.reflect.ClassTag;
import scala.util.Either;

/**
 * An engine that registers its bytes as native blocks and reports the same bytes to the poll of
 * unmanaged memory (SPARK-53001): docs/objections.md.
 */
@Timeout(60)
class EngineCountedTwiceTest implements BlockEvictionHandler {
  private static final long MAX = 1000;
  private static final long POLL_MILLIS = 5;
  private static final NativeBlockId BLOCK = NativeBlockId.of("velox", "a");
  private static final NativeBlockId NEXT = NativeBlockId.of("velox", "b");

  private final AtomicLong bytesOfEngine = new AtomicLong();
  private final BlockInfoManager locks = new BlockInfoManager(false);
  private final UnifiedMemoryManager manager;
  private final MemoryStore store;
  private final NativeBlockStore natives;

  EngineCountedTwiceTest() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.memory.offHeap.enabled", "true")
            .set("spark.memory.offHeap.size", Long.toString(MAX))
            .set("spark.memory.unmanagedMemoryPollingInterval", POLL_MILLIS + "ms");
    manager = new UnifiedMemoryManager(conf, MAX, MAX / 2, 1);
    store = new MemoryStore(conf, locks, null, manager, this);
    manager.setMemoryStore(store);
    natives = new NativeBlockStore(store, locks);
  }

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    store.remove(id);
    return StorageLevel.NONE();
  }

  @AfterEach
  void endPolling() {
    UnifiedMemoryManager$.MODULE$.shutdownUnmanagedMemoryPoller();
    UnifiedMemoryManager$.MODULE$.clearUnmanagedMemoryUsers();
  }

  @Test
  void registeredAloneATaskMayHaveAllTheRest() {
    register(300);

    assertThat(execution(MAX)).isEqualTo(700);
  }

  @Test
  void countedTwiceATaskLosesTheBytesTwice() {
    register(300);
    report();

    assertThat(execution(MAX)).isEqualTo(400);
  }

  @Test
  void registeredAloneABlockMayBeAsLargeAsTheMemory() {
    register(300);

    assertThat(put(NEXT, MAX)).isEqualTo(NativePutResult.STORED);
  }

  /** The eviction would have made the space: the poll refuses before anybody asks. */
  @Test
  void countedTwiceABlockMayNotBeLargerThanTheRest() {
    register(300);
    report();

    assertThat(put(NEXT, 701)).isEqualTo(NativePutResult.NO_SPACE);
    assertThat(bytesOfEngine).as("nothing was evicted").hasValue(300);
    assertThat(put(NEXT, 700)).isEqualTo(NativePutResult.STORED);
  }

  /** Half of the memory counted twice is all of it: docs/findings/rivals.md, X3. */
  @Test
  void countedTwiceHalfOfTheMemoryStopsEveryTask() throws InterruptedException {
    register(500);
    report();
    AtomicLong granted = new AtomicLong(-1);
    Thread task = new Thread(() -> granted.set(execution(1)), "lone-task");
    // The end of the test interrupts it, which is all that can end its wait.
    task.setUncaughtExceptionHandler((thread, interrupted) -> {});
    task.start();

    until(() -> task.getState() == Thread.State.WAITING);
    natives.removeNative(BLOCK);
    until(() -> polled() == 0);
    Thread.sleep(20 * POLL_MILLIS);

    assertThat(task.getState())
        .as("neither a poll nor a removal wakes it")
        .isEqualTo(Thread.State.WAITING);
    assertThat(granted).hasValue(-1);
    task.interrupt();
    task.join();
  }

  @Test
  void registeredAloneHalfOfTheMemoryStopsNobody() {
    register(500);

    assertThat(execution(MAX)).isEqualTo(500);
  }

  private void register(long bytes) {
    assertThat(put(BLOCK, bytes)).isEqualTo(NativePutResult.STORED);
  }

  private NativePutResult put(NativeBlockId id, long bytes) {
    NativePutResult result =
        natives.putNative(id, bytes, MemoryMode.OFF_HEAP, () -> bytesOfEngine.addAndGet(-bytes));
    if (result == NativePutResult.STORED) {
      bytesOfEngine.addAndGet(bytes);
    }
    return result;
  }

  private long execution(long bytes) {
    return manager.acquireExecutionMemory(bytes, 1, MemoryMode.OFF_HEAP);
  }

  /** Has the engine's bytes polled as well, and waits for the poll. */
  private void report() {
    UnifiedMemoryManager.registerUnmanagedMemoryConsumer(
        new UnmanagedMemoryConsumer() {
          @Override
          public UnmanagedMemoryConsumerId unmanagedMemoryConsumerId() {
            return new UnmanagedMemoryConsumerId("velox", "one");
          }

          @Override
          public MemoryMode memoryMode() {
            return MemoryMode.OFF_HEAP;
          }

          @Override
          public long getMemBytesUsed() {
            return bytesOfEngine.get();
          }
        });
    until(() -> polled() == bytesOfEngine.get());
  }

  private static long polled() {
    return UnifiedMemoryManager$.MODULE$
        .org$apache$spark$memory$UnifiedMemoryManager$$unmanagedOffHeapUsed()
        .get();
  }

  private static void until(BooleanSupplier condition) {
    for (int i = 0; i < 2000 && !condition.getAsBoolean(); i++) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
