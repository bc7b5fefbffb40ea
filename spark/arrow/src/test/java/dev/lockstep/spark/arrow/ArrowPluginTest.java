package dev.lockstep.spark.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The sample as a plugin of a local SparkContext that takes a pin that a task leaves for a failure.
 * Local mode: the engine ends before the block manager does, and nobody waits for tasks.
 */
@Timeout(120)
class ArrowPluginTest {
  private static final NativeBlockId ID = ArrowEngine.id("a");

  /** Tasks run in this JVM, and are serialized on their way: what they share is static. */
  private static final AtomicReference<ArrowReading> READING = new AtomicReference<>();

  private static volatile CountDownLatch reading = new CountDownLatch(1);
  private static volatile CountDownLatch goOn = new CountDownLatch(1);
  private static volatile CountDownLatch done = new CountDownLatch(1);
  private static volatile long read;

  private JavaSparkContext context = start();

  private static JavaSparkContext start() {
    return new JavaSparkContext(
        new SparkConf(false)
            .setMaster("local[1]")
            .setAppName("lockstep")
            .set("spark.plugins", ArrowPlugin.class.getName())
            .set("spark.storage.exceptionOnPinLeak", "true")
            .set("spark.memory.offHeap.enabled", "true")
            .set("spark.memory.offHeap.size", "10m")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterEach
  void stop() {
    goOn.countDown();
    context.stop();
  }

  @Test
  void readingsEndWithTheirTaskAndBlocksWithTheEngine() throws Exception {
    context.parallelize(List.of(7L), 1).foreach(ArrowPluginTest::store);
    context.parallelize(List.of(0L), 1).foreach(ignored -> READING.set(open()));
    ArrowEngine engine = ArrowPlugin.engine();
    assertThat(engine.allocatedBytes()).isPositive();

    context.stop();

    assertThat(engine.allocatedBytes()).isZero();
    awaitShutdown();
    assertThat(engine.put(ID, 64, buffer -> {})).isEqualTo(NativePutResult.NO_SPACE);
  }

  /** The end waits for the reader as long as it likes; Spark releases the block meanwhile (R13). */
  @Test
  void stopLeavesAReaderItsBufferAndAttemptsBeginAgain() throws Exception {
    reading = new CountDownLatch(1);
    goOn = new CountDownLatch(1);
    done = new CountDownLatch(1);
    context.parallelize(List.of(7L), 1).foreach(ArrowPluginTest::store);
    Thread job =
        new Thread(() -> context.parallelize(List.of(0L), 1).foreach(ignored -> readSlowly()));
    job.setDaemon(true);
    job.setUncaughtExceptionHandler((thread, stopped) -> {});
    job.start();
    assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
    ArrowEngine old = ArrowPlugin.engine();

    context.stop();
    context = start();

    assertThat(old.allocatedBytes()).isPositive();
    // The same ids, of tasks and of the block, in the next context.
    context.parallelize(List.of(8L), 1).foreach(ArrowPluginTest::store);
    goOn.countDown();
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(read).isEqualTo(7);
    assertThat(old.allocatedBytes()).isZero();
    context
        .parallelize(List.of(0L), 1)
        .foreach(
            ignored -> {
              try (ArrowReading mine = open()) {
                assertThat(mine.buffer().getLong(0)).isEqualTo(8);
              }
            });
  }

  private static void store(long value) {
    assertThat(ArrowPlugin.engine().put(ID, 64, buffer -> buffer.setLong(0, value)))
        .isEqualTo(NativePutResult.STORED);
  }

  /** In local mode a stop does not wait for it. */
  private static void awaitShutdown() throws InterruptedException {
    while (true) {
      try {
        ArrowPlugin.engine();
      } catch (IllegalStateException shutDown) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static ArrowReading open() {
    return ArrowPlugin.engine().read(ID).orElseThrow();
  }

  private static void readSlowly() throws InterruptedException {
    try (ArrowReading mine = open()) {
      reading.countDown();
      goOn.await();
      read = mine.buffer().getLong(0);
    }
    done.countDown();
  }
}
