package org.apache.spark.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.TestBlockId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** R14: memory of engines that is polled and subtracted (X3 in docs/policies.md) is as in stock. */
@Timeout(60)
class PolledMemoryTest {
  private static final long MAX = 1000;
  private static final long POLL_MILLIS = 5;

  @AfterEach
  void endPolling() {
    UnifiedMemoryManager$.MODULE$.shutdownUnmanagedMemoryPoller();
    UnifiedMemoryManager$.MODULE$.clearUnmanagedMemoryUsers();
  }

  /** Counts how often it is asked. */
  private static final class Engine implements UnmanagedMemoryConsumer {
    final AtomicLong bytes = new AtomicLong();
    final AtomicInteger asked = new AtomicInteger();
    private final String type;
    private final String name;
    private final MemoryMode mode;

    Engine(String type, String name, MemoryMode mode) {
      this.type = type;
      this.name = name;
      this.mode = mode;
    }

    @Override
    public UnmanagedMemoryConsumerId unmanagedMemoryConsumerId() {
      return new UnmanagedMemoryConsumerId(type, name);
    }

    @Override
    public MemoryMode memoryMode() {
      return mode;
    }

    @Override
    public long getMemBytesUsed() {
      asked.incrementAndGet();
      if (bytes.get() == Long.MIN_VALUE) {
        throw new IllegalStateException("an engine that does not know");
      }
      return bytes.get();
    }
  }

  private static UnifiedMemoryManager polling() {
    return new UnifiedMemoryManager(
        new SparkConf(false)
            .set("spark.memory.offHeap.enabled", "true")
            .set("spark.memory.offHeap.size", Long.toString(MAX))
            .set("spark.memory.unmanagedMemoryPollingInterval", POLL_MILLIS + "ms"),
        MAX,
        MAX / 2,
        1);
  }

  private static Engine registered(String type, String name, MemoryMode mode, long bytes) {
    Engine engine = new Engine(type, name, mode);
    engine.bytes.set(bytes);
    UnifiedMemoryManager.registerUnmanagedMemoryConsumer(engine);
    return engine;
  }

  @Test
  void eachModeIsLessWhatItsEnginesUse() {
    UnifiedMemoryManager manager = polling();
    registered("rocks", "a", MemoryMode.ON_HEAP, 100);
    registered("rocks", "b", MemoryMode.ON_HEAP, 50);
    registered("velox", "c", MemoryMode.OFF_HEAP, 300);
    until(() -> onHeap() == 150 && offHeap() == 300);

    assertThat(UnifiedMemoryManager$.MODULE$.getUnmanagedMemoryUsed()).isEqualTo(450);
    TestBlockId block = new TestBlockId("a");
    assertThat(manager.acquireStorageMemory(block, 851, MemoryMode.ON_HEAP)).isFalse();
    assertThat(manager.acquireStorageMemory(block, 850, MemoryMode.ON_HEAP)).isTrue();
    assertThat(manager.acquireStorageMemory(block, 701, MemoryMode.OFF_HEAP)).isFalse();
    assertThat(manager.acquireStorageMemory(block, 700, MemoryMode.OFF_HEAP)).isTrue();
    manager.releaseStorageMemory(850, MemoryMode.ON_HEAP);
    manager.releaseStorageMemory(700, MemoryMode.OFF_HEAP);
    assertThat(manager.acquireExecutionMemory(MAX, 1, MemoryMode.ON_HEAP)).isEqualTo(850);
    assertThat(manager.acquireExecutionMemory(MAX, 1, MemoryMode.OFF_HEAP)).isEqualTo(700);
  }

  @Test
  void withoutPollingNothingIsSubtracted() {
    polling();
    registered("rocks", "a", MemoryMode.ON_HEAP, 100);
    until(() -> onHeap() == 100);
    UnifiedMemoryManager plain = new UnifiedMemoryManager(new SparkConf(false), MAX, MAX / 2, 1);

    assertThat(plain.acquireStorageMemory(new TestBlockId("a"), MAX, MemoryMode.ON_HEAP)).isTrue();
  }

  @Test
  void whatAnEngineOfATypeUsesIsAskedAtOnce() {
    registered("rocks", "a", MemoryMode.ON_HEAP, 100);
    registered("rocks", "b", MemoryMode.OFF_HEAP, 20);
    registered("rocks", "c", MemoryMode.OFF_HEAP, Long.MIN_VALUE);
    registered("velox", "d", MemoryMode.OFF_HEAP, 3);

    assertThat(UnifiedMemoryManager.getMemoryByComponentType("rocks")).isEqualTo(120);
    assertThat(UnifiedMemoryManager.getMemoryByComponentType("velox")).isEqualTo(3);
    assertThat(UnifiedMemoryManager.getMemoryByComponentType("none")).isZero();
  }

  @Test
  void whoSaysMinusOneIsForgottenAndWhoIsWrongCountsNothing() {
    polling();
    Engine gone = registered("rocks", "gone", MemoryMode.ON_HEAP, -1);
    Engine wrong = registered("rocks", "wrong", MemoryMode.ON_HEAP, -5);
    Engine thrower = registered("rocks", "thrower", MemoryMode.ON_HEAP, Long.MIN_VALUE);
    Engine zero = registered("rocks", "zero", MemoryMode.ON_HEAP, 0);
    registered("rocks", "sound", MemoryMode.ON_HEAP, 7);

    until(() -> onHeap() == 7);
    askedTwiceMore(wrong);
    int before = gone.asked.get();
    askedTwiceMore(wrong);
    askedTwiceMore(thrower);
    askedTwiceMore(zero);
    assertThat(gone.asked).hasValue(before);
    assertThat(onHeap()).isEqualTo(7);
    assertThat(offHeap()).isZero();
  }

  @Test
  void clearedUsersAreForgottenWithWhatTheyUsed() {
    polling();
    Engine on = registered("rocks", "a", MemoryMode.ON_HEAP, 100);
    registered("rocks", "b", MemoryMode.OFF_HEAP, 10);
    until(() -> onHeap() == 100 && offHeap() == 10);
    UnifiedMemoryManager$.MODULE$.shutdownUnmanagedMemoryPoller();

    UnifiedMemoryManager$.MODULE$.clearUnmanagedMemoryUsers();

    assertThat(onHeap()).isZero();
    assertThat(offHeap()).isZero();
    int before = on.asked.get();
    assertThat(UnifiedMemoryManager.getMemoryByComponentType("rocks")).isZero();
    assertThat(on.asked).hasValue(before);
  }

  @Test
  void pollingIsStartedOnceAndAgainAfterItsEnd() throws InterruptedException {
    polling();
    long pollers = pollers();
    polling();
    Engine engine = registered("rocks", "a", MemoryMode.ON_HEAP, 1);
    until(() -> onHeap() == 1);
    assertThat(pollers).isEqualTo(1);
    assertThat(pollers()).isEqualTo(1);

    UnifiedMemoryManager$.MODULE$.shutdownUnmanagedMemoryPoller();
    until(() -> pollers() == 0);
    int before = engine.asked.get();
    Thread.sleep(10 * POLL_MILLIS);
    assertThat(engine.asked).hasValue(before);

    polling();
    askedTwiceMore(engine);
  }

  /** The end of the poller waits for a poll under way, and says if it is interrupted. */
  @Test
  void anInterruptedEndIsStillTheEnd() {
    polling();
    Engine engine = registered("rocks", "a", MemoryMode.ON_HEAP, 1);
    askedTwiceMore(engine);
    Thread.currentThread().interrupt();

    UnifiedMemoryManager$.MODULE$.shutdownUnmanagedMemoryPoller();

    boolean said = Thread.interrupted();
    assertThat(said).isTrue();
    until(() -> pollers() == 0);
    polling();
    askedTwiceMore(engine);
  }

  private static long onHeap() {
    return UnifiedMemoryManager$.MODULE$
        .org$apache$spark$memory$UnifiedMemoryManager$$unmanagedOnHeapUsed()
        .get();
  }

  private static long offHeap() {
    return UnifiedMemoryManager$.MODULE$
        .org$apache$spark$memory$UnifiedMemoryManager$$unmanagedOffHeapUsed()
        .get();
  }

  private static long pollers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("unmanaged-memory-poller") && thread.isAlive())
        .count();
  }

  private static void askedTwiceMore(Engine engine) {
    int before = engine.asked.get();
    until(() -> engine.asked.get() >= before + 2);
  }

  private static void until(BooleanSupplier condition) {
    for (int i = 0; i < 800 && !condition.getAsBoolean(); i++) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
