package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.storage.memory.NativeReleases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R8: who waits for deferred releases, and for whom they wait. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class DeferredWaitTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");

  private final Payload b = new Payload();

  /** What a release may do, as far as the bytes are concerned. */
  private enum Outcome {
    RETURNS {
      @Override
      void run() {
        // Nothing to do.
      }
    },
    THROWS {
      @Override
      void run() {
        throw new IllegalStateException("engine");
      }
    },
    IS_INTERRUPTED {
      @Override
      void run() throws InterruptedException {
        throw new InterruptedException("engine");
      }
    },
    FAILS {
      @Override
      void run() {
        throw new LinkageError("engine");
      }
    };

    abstract void run() throws InterruptedException;
  }

  @ParameterizedTest
  @EnumSource
  void taskThatWaitsForMemoryGetsItWhenTheReleaseHasRun(Outcome outcome)
      throws InterruptedException {
    BareStore shared = new BareStore(100, 0);
    NativeReleases.deferTo(shared.memory, task -> {});
    shared.put(A, 60, outcome::run);
    shared.manager.acquireExecutionMemory(40, 1L, MemoryMode.ON_HEAP);
    AtomicLong granted = new AtomicLong();
    Thread second =
        new Thread(
            () -> granted.set(shared.manager.acquireExecutionMemory(30, 2L, MemoryMode.ON_HEAP)));
    second.start();
    while (second.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    try {
      shared.natives.awaitReleases();
    } catch (LinkageError fatal) {
      assertThat(outcome).isEqualTo(Outcome.FAILS);
    }
    assertThat(Thread.interrupted()).isEqualTo(outcome == Outcome.IS_INTERRUPTED);

    second.join();
    assertThat(granted).hasValue(30);
    assertThat(shared.bytesUsed()).isZero();
  }

  /** Else the thread that has run them would keep all others from theirs. */
  @Test
  void aFatalErrorLeavesTheTurnToOthers() throws InterruptedException {
    BareStore store = new BareStore(100);
    NativeReleases.deferTo(store.memory, task -> {});
    store.put(
        A,
        60,
        () -> {
          throw new LinkageError("engine");
        });
    store.natives.removeNative(A);
    assertThatThrownBy(store.natives::awaitReleases).isInstanceOf(LinkageError.class);
    store.put(B, 60, b);
    store.natives.removeNative(B);

    Thread other = new Thread(store.natives::awaitReleases);
    other.start();
    other.join();

    assertThat(b.releases).isEqualTo(1);
  }

  @Test
  void engineLockInReleaseDeadlocksUnderTheMonitorAlone() throws InterruptedException {
    assertThat(isStuck(new BareStore(100, 99, "monitor"))).isTrue();
    assertThat(isStuck(new BareStore(100, 99, "deferred"))).isFalse();
  }

  /**
   * One thread takes the engine's lock and registers a block; another removes a block whose release
   * takes the engine's lock. True if the JVM finds the two in a deadlock, false if both end.
   */
  private boolean isStuck(BareStore bare) throws InterruptedException {
    ReentrantLock engine = new ReentrantLock();
    CountDownLatch releasing = new CountDownLatch(1);
    CountDownLatch locked = new CountDownLatch(1);
    bare.put(
        A,
        10,
        () -> {
          releasing.countDown();
          locked.await();
          engine.lockInterruptibly();
          engine.unlock();
        });
    Thread registers =
        new Thread(
            () -> {
              engine.lock();
              try {
                locked.countDown();
                releasing.await();
                bare.put(B, 10, b);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              } finally {
                engine.unlock();
              }
            });
    Thread removes = new Thread(() -> bare.natives.removeNative(A));
    registers.start();
    removes.start();
    while (registers.isAlive() || removes.isAlive()) {
      if (ManagementFactory.getThreadMXBean().findDeadlockedThreads() != null) {
        removes.interrupt(); // The release gives up, and both threads can end.
        removes.join();
        registers.join();
        return true;
      }
      Thread.sleep(5);
    }
    return false;
  }
}
