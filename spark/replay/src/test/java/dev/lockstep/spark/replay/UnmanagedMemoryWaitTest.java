package dev.lockstep.spark.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.memory.UnifiedMemoryManager$;
import org.apache.spark.memory.UnmanagedMemoryConsumer;
import org.apache.spark.memory.UnmanagedMemoryConsumerId;
import org.apache.spark.storage.TestBlockId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Stock Spark 4.2.0, docs/findings/rivals.md (X3): a task that is alone on its executor waits for
 * execution memory for ever, since polled memory has taken its share down to nothing. The patch
 * touches none of this.
 */
class UnmanagedMemoryWaitTest {
  private static final long UNIT = 1L << 20;
  private static final long POLL_MILLIS = 20;
  private static final long PATIENCE_MILLIS = 10_000;

  /** Many polls, each of which could wake the task, and none does. */
  private static final long STILL_MILLIS = 50 * POLL_MILLIS;

  private final AtomicLong engineBytes = new AtomicLong();
  private final AtomicLong granted = new AtomicLong(-1);
  private final UnifiedMemoryManager manager = new UnifiedMemoryManager(conf(), UNIT, UNIT / 2, 1);
  private final Thread task =
      new Thread(
          () -> granted.set(manager.acquireExecutionMemory(UNIT, 1L, MemoryMode.OFF_HEAP)),
          "lone-task");

  {
    // The end of the test interrupts it, which is all that can end its wait.
    task.setUncaughtExceptionHandler((thread, interrupted) -> {});
  }

  private static SparkConf conf() {
    return new SparkConf(false)
        .set("spark.memory.offHeap.enabled", "true")
        .set("spark.memory.offHeap.size", Long.toString(2 * UNIT))
        .set("spark.memory.storageFraction", "0.5")
        .set("spark.memory.unmanagedMemoryPollingInterval", POLL_MILLIS + "ms");
  }

  @AfterEach
  void endTheTaskAndThePoller() throws InterruptedException {
    task.interrupt();
    task.join(PATIENCE_MILLIS);
    assertThat(task.isAlive()).isFalse();
    UnifiedMemoryManager$.MODULE$.clearUnmanagedMemoryUsers();
    UnifiedMemoryManager$.MODULE$.shutdownUnmanagedMemoryPoller();
  }

  @Test
  void aLoneTaskWaitsForMemoryThatNobodyHas() throws InterruptedException {
    oneUnitInStorage();
    theEngineTakes(UNIT);
    task.start();

    assertThat(becomes(this::taskWaits)).isTrue();

    theEngineTakes(0);
    Thread.sleep(STILL_MILLIS);
    assertThat(taskWaits()).as("no poll wakes it, though the engine has nothing now").isTrue();
    assertThat(granted).hasValue(-1);
  }

  @Test
  void withoutPolledMemoryTheSameRequestIsGranted() throws InterruptedException {
    oneUnitInStorage();
    theEngineTakes(0);
    task.start();

    assertThat(becomes(() -> granted.get() == UNIT)).isTrue();
  }

  private void oneUnitInStorage() {
    assertThat(manager.acquireStorageMemory(new TestBlockId("s1"), UNIT, MemoryMode.OFF_HEAP))
        .isTrue();
  }

  /** Returns when the poll says so. */
  private void theEngineTakes(long bytes) throws InterruptedException {
    engineBytes.set(bytes);
    UnifiedMemoryManager.registerUnmanagedMemoryConsumer(
        new UnmanagedMemoryConsumer() {
          @Override
          public UnmanagedMemoryConsumerId unmanagedMemoryConsumerId() {
            return new UnmanagedMemoryConsumerId("engine", "one");
          }

          @Override
          public MemoryMode memoryMode() {
            return MemoryMode.OFF_HEAP;
          }

          @Override
          public long getMemBytesUsed() {
            return engineBytes.get();
          }
        });
    assertThat(becomes(() -> polled() == bytes)).isTrue();
  }

  private static long polled() {
    return UnifiedMemoryManager$.MODULE$
        .org$apache$spark$memory$UnifiedMemoryManager$$unmanagedOffHeapUsed()
        .get();
  }

  private boolean taskWaits() {
    for (StackTraceElement frame : task.getStackTrace()) {
      if (frame.getClassName().equals("org.apache.spark.memory.ExecutionMemoryPool")
          && frame.getMethodName().equals("acquireMemory")) {
        return task.getState() == Thread.State.WAITING;
      }
    }
    return false;
  }

  private static boolean becomes(BooleanSupplier condition) throws InterruptedException {
    for (long waited = 0; waited < PATIENCE_MILLIS; waited += POLL_MILLIS) {
      if (condition.getAsBoolean()) {
        return true;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return condition.getAsBoolean();
  }
}
