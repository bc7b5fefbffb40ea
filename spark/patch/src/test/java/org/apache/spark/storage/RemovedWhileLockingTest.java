package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.spark.storage.BareStore.Payload;
import org.junit.jupiter.api.Test;
import scala.runtime.BoxedUnit;

/**
 * R11: a block goes, and comes back, between another thread's look at the map of block infos and
 * its lock. The thread is held there by the lock that all infos of an id share.
 */
class RemovedWhileLockingTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final BlockId JVM = new TestBlockId("jvm");

  private final BareStore store = new BareStore(100);
  private final Payload first = new Payload();
  private final Payload second = new Payload();

  @Test
  void pinOfABlockThatGoesMeanwhileIsEmptyAndHoldsNothing() throws Exception {
    store.put(A, 60, first);

    Optional<PinnedNativeBlock> pin =
        meanwhile(A, () -> store.natives.pinNative(A), () -> store.remove(A));

    assertThat(pin).isEmpty();
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
  }

  @Test
  void pinHoldsTheRegistrationThatIsThere() throws Exception {
    store.put(A, 60, first);

    PinnedNativeBlock pin =
        meanwhile(
                A,
                () -> store.natives.pinNative(A),
                () -> {
                  store.remove(A);
                  store.put(A, 70, second);
                })
            .orElseThrow();

    assertThat(pin.size()).isEqualTo(70);
    assertThat(store.readers(A)).isEqualTo(1);
    assertThat(store.putJvm(JVM, 100)).isFalse();
    assertThat(second.releases).isZero();
    pin.close();
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
    assertThat(store.putJvm(JVM, 100)).isTrue();
  }

  @Test
  void removalEndsTheRegistrationThatIsThere() throws Exception {
    store.put(A, 60, first);

    boolean removed =
        meanwhile(
            A,
            () -> store.natives.removeNative(A),
            () -> {
              store.remove(A);
              store.put(A, 70, second);
            });

    assertThat(removed).isTrue();
    assertThat(first.releases).isEqualTo(1);
    assertThat(second.releases).isEqualTo(1);
    assertThat(store.hasInfo(A)).isFalse();
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
  }

  @Test
  void removalOfABlockThatGoesMeanwhileIsNone() throws Exception {
    store.put(A, 60, first);

    assertThat(meanwhile(A, () -> store.natives.removeNative(A), () -> store.remove(A))).isFalse();

    assertThat(first.releases).isEqualTo(1);
  }

  /** Stock Spark, R14: a JVM block that is gone is locked, and the lock can't be given back. */
  @Test
  void stockLocksAJvmBlockThatIsGone() throws Exception {
    store.putJvm(JVM, 60);

    boolean locked =
        meanwhile(
            JVM, () -> store.locks.lockForReading(JVM, true).isDefined(), () -> store.remove(JVM));

    assertThat(locked).isTrue();
    assertThat(store.hasInfo(JVM)).isFalse();
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isEqualTo(1);
  }

  /** Runs {@code between} when another thread, which calls, has found the info and waits. */
  private <T> T meanwhile(BlockId id, Callable<T> call, Runnable between) throws Exception {
    FutureTask<T> answer = new FutureTask<>(call);
    Thread caller = new Thread(answer, "caller");
    caller.setDaemon(true);
    store
        .locks
        .blockInfoWrappers
        .get(id)
        .withLock(
            (info, condition) -> {
              caller.start();
              awaitWaiting(caller);
              between.run();
              return BoxedUnit.UNIT;
            });
    return answer.get(10, TimeUnit.SECONDS);
  }

  private static void awaitWaiting(Thread thread) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
