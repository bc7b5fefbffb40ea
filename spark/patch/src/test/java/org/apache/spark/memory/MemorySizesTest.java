package org.apache.spark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkIllegalArgumentException;
import org.apache.spark.storage.TestBlockId;
import org.junit.jupiter.api.Test;

/** R14: how large the pools are, and what they say of wrong calls, is as in stock. */
class MemorySizesTest {
  private static final long RESERVED = 300L << 20;

  private static SparkConf conf(long systemBytes) {
    return new SparkConf(false)
        .set("spark.testing.memory", Long.toString(systemBytes))
        .set("spark.memory.fraction", "0.5")
        .set("spark.memory.storageFraction", "0.25");
  }

  @Test
  void halfOfWhatIsNotReservedIsManagedAndAQuarterOfThatIsStorages() {
    UnifiedMemoryManager manager = UnifiedMemoryManager.apply(conf(5 * RESERVED), 1);

    assertThat(manager.maxHeapMemory()).isEqualTo(2 * RESERVED);
    assertThat(manager.maxOnHeapStorageMemory()).isEqualTo(2 * RESERVED);
    assertThat(manager.onHeapStorageMemoryPool().poolSize()).isEqualTo(RESERVED / 2);
    assertThat(manager.onHeapExecutionMemoryPool().poolSize()).isEqualTo(3 * RESERVED / 2);
  }

  @Test
  void nothingIsReservedInSparksTestsUnlessTheySaySo() {
    SparkConf testing = conf(8000).set("spark.testing", "true");
    assertThat(UnifiedMemoryManager.apply(testing, 1).maxHeapMemory()).isEqualTo(4000);

    SparkConf reserving = conf(8000).set("spark.testing.reservedMemory", "2000");
    assertThat(UnifiedMemoryManager.apply(reserving, 1).maxHeapMemory()).isEqualTo(3000);
  }

  @Test
  void aHeapMustHaveOneAndAHalfTimesWhatIsReserved() {
    long least = RESERVED + RESERVED / 2;
    assertThat(UnifiedMemoryManager.apply(conf(least), 1).maxHeapMemory()).isEqualTo(RESERVED / 4);
    assertThatThrownBy(() -> UnifiedMemoryManager.apply(conf(least - 1), 1))
        .isInstanceOf(SparkIllegalArgumentException.class)
        .hasMessageContaining("INVALID_DRIVER_MEMORY");
  }

  @Test
  void soMustAnExecutorsThatIsAskedFor() {
    long least = RESERVED + RESERVED / 2;
    SparkConf enough = conf(4 * RESERVED).set("spark.executor.memory", least + "b");
    assertThat(UnifiedMemoryManager.apply(enough, 1).maxHeapMemory()).isEqualTo(3 * RESERVED / 2);
    SparkConf less = conf(4 * RESERVED).set("spark.executor.memory", (least - 1) + "b");
    assertThatThrownBy(() -> UnifiedMemoryManager.apply(less, 1))
        .isInstanceOf(SparkIllegalArgumentException.class)
        .hasMessageContaining("INVALID_EXECUTOR_MEMORY");
  }

  private static UnifiedMemoryManager manager() {
    return new UnifiedMemoryManager(
        new SparkConf(false)
            .set("spark.memory.offHeap.enabled", "true")
            .set("spark.memory.offHeap.size", "600"),
        1000,
        400,
        1);
  }

  @Test
  void storageMayHaveWhatExecutionDoesNotUse() {
    UnifiedMemoryManager manager = manager();
    manager.acquireExecutionMemory(100, 1, MemoryMode.ON_HEAP);
    manager.acquireExecutionMemory(50, 1, MemoryMode.OFF_HEAP);

    assertThat(manager.maxOnHeapStorageMemory()).isEqualTo(900);
    assertThat(manager.maxOffHeapStorageMemory()).isEqualTo(550);
    assertThat(manager.onHeapExecutionMemoryPool().getMemoryUsageForTask(1)).isEqualTo(100);
    assertThat(manager.onHeapExecutionMemoryPool().memoryUsed()).isEqualTo(100);
    assertThat(manager.onHeapExecutionMemoryPool().memoryFree()).isEqualTo(500);
  }

  @Test
  void poolsRefuseWhatCanNotBe() {
    UnifiedMemoryManager manager = manager();
    TestBlockId block = new TestBlockId("a");
    StorageMemoryPool storage = manager.onHeapStorageMemoryPool();
    ExecutionMemoryPool execution = manager.onHeapExecutionMemoryPool();

    assertThatThrownBy(() -> manager.acquireStorageMemory(block, -1, MemoryMode.ON_HEAP))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> manager.acquireExecutionMemory(-1, 1, MemoryMode.ON_HEAP))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> execution.acquireMemory(0, 1, n -> null, () -> 1))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> storage.acquireMemory(block, -1, 0))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> storage.acquireMemory(block, 0, -1))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> storage.incrementPoolSize(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.decrementPoolSize(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.decrementPoolSize(401))
        .isInstanceOf(IllegalArgumentException.class);
    manager.acquireStorageMemory(block, 100, MemoryMode.ON_HEAP);
    assertThatThrownBy(() -> storage.decrementPoolSize(301))
        .isInstanceOf(IllegalArgumentException.class);
    storage.decrementPoolSize(300);
    assertThat(storage.poolSize()).isEqualTo(100);
    storage.incrementPoolSize(0);
    storage.decrementPoolSize(0);
    assertThat(storage.memoryFree()).isZero();
  }

  /** Every call looks first whether the books are balanced. */
  @Test
  void unbalancedPoolsAreRefused() {
    for (MemoryMode broken : MemoryMode.values()) {
      UnifiedMemoryManager manager = manager();
      (broken == MemoryMode.ON_HEAP
              ? manager.onHeapStorageMemoryPool()
              : manager.offHeapStorageMemoryPool())
          .incrementPoolSize(1);
      for (MemoryMode asked : MemoryMode.values()) {
        assertThatThrownBy(() -> manager.acquireStorageMemory(new TestBlockId("a"), 1, asked))
            .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> manager.acquireExecutionMemory(1, 1, asked))
            .isInstanceOf(AssertionError.class);
      }
    }
  }

  @Test
  void moreIsNeverGivenBackThanThereIs() {
    UnifiedMemoryManager manager = manager();
    manager.acquireStorageMemory(new TestBlockId("a"), 100, MemoryMode.ON_HEAP);
    manager.releaseStorageMemory(101, MemoryMode.ON_HEAP);
    assertThat(manager.onHeapStorageMemoryUsed()).isZero();

    manager.acquireExecutionMemory(100, 1, MemoryMode.ON_HEAP);
    manager.acquireExecutionMemory(100, 2, MemoryMode.ON_HEAP);
    manager.releaseExecutionMemory(40, 1, MemoryMode.ON_HEAP);
    assertThat(manager.getExecutionMemoryUsageForTask(1)).isEqualTo(60);
    manager.releaseExecutionMemory(61, 1, MemoryMode.ON_HEAP);
    assertThat(manager.getExecutionMemoryUsageForTask(1)).isZero();
    assertThat(manager.executionMemoryUsed()).isEqualTo(100);
    assertThat(manager.releaseAllExecutionMemoryForTask(2)).isEqualTo(100);
    assertThat(manager.executionMemoryUsed()).isZero();
    assertThat(manager.releaseAllExecutionMemoryForTask(2)).isZero();
  }

  @Test
  void aPoolWithoutAStoreSaysSo() {
    UnifiedMemoryManager manager = manager();
    assertThatThrownBy(() -> manager.onHeapStorageMemoryPool().memoryStore())
        .hasMessageContaining("memory store not initialized");
  }

  /** Another task makes the least that each may have smaller: who waits for his may have it now. */
  @Test
  void aTaskThatComesWakesWhoWaits() throws InterruptedException {
    ExecutionMemoryPool pool = new ExecutionMemoryPool(new Object(), MemoryMode.ON_HEAP);
    pool.incrementPoolSize(1000);
    assertThat(granted(pool, 800, 1)).isEqualTo(800);
    AtomicLong second = new AtomicLong();
    // A quarter of the pool is not free.
    Thread waiting = new Thread(() -> second.set(granted(pool, 500, 2)));
    waiting.setDaemon(true);
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertThat(granted(pool, 10, 3)).isEqualTo(10);

    // A sixth of it is.
    waiting.join(10_000);
    assertThat(second).hasValue(190);
  }

  private static long granted(ExecutionMemoryPool pool, long bytes, long task) {
    return (long)
        pool.acquireMemory(
            bytes, task, pool.acquireMemory$default$3(), pool.acquireMemory$default$4());
  }

  /** A pool that has no need to take from storage grants what its tasks may have. */
  @Test
  void aPoolOfItsOwnGrantsEachTaskItsShare() {
    ExecutionMemoryPool pool = new ExecutionMemoryPool(new Object(), MemoryMode.ON_HEAP);
    pool.incrementPoolSize(1000);
    assertThat(granted(pool, 600, 1)).isEqualTo(600);
    assertThat(granted(pool, 600, 2)).isEqualTo(400);
    assertThat(pool.memoryFree()).isZero();
  }
}
