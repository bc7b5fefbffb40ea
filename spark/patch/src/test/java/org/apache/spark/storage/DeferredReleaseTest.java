package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.storage.memory.NativeReleases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** R8's alternative: releases that run after the monitor is left. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class DeferredReleaseTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");
  private static final NativeBlockId C = NativeBlockId.of("velox", "c");
  private static final BlockId JVM = new TestBlockId("jvm");

  /** Releases run only when the test asks for them. */
  private final BareStore store = new BareStore(100);

  private final Payload a = new Payload();
  private final Payload b = new Payload();

  DeferredReleaseTest() {
    NativeReleases.deferTo(store.memory, task -> {});
  }

  @Test
  void putIsToldNoSpaceUntilTheReleaseHasRun() {
    store.put(A, 60, a);

    assertThat(store.put(B, 60, b)).isEqualTo(NativePutResult.NO_SPACE);
    assertThat(store.has(A)).isFalse();
    assertThat(store.hasInfo(A)).isFalse();
    assertThat(a.releases).isZero();
    assertThat(store.bytesUsed()).isEqualTo(60);

    store.natives.awaitReleases();
    assertThat(a.releases).isEqualTo(1);
    assertThat(store.bytesUsed()).isZero();
    assertThat(store.put(B, 60, b)).isEqualTo(NativePutResult.STORED);
  }

  @Test
  void releaseRunsWithoutTheMonitorBeforeTheBytesGoBack() {
    List<Object> seen = new ArrayList<>();
    store.put(
        A,
        60,
        () -> {
          seen.add(Thread.holdsLock(store.manager));
          seen.add(store.bytesUsed());
          seen.add(store.locks.getTaskLockCount(BareStore.NO_TASK));
        });

    assertThat(store.natives.removeNative(A)).isTrue();
    store.natives.awaitReleases();

    assertThat(seen).containsExactly(false, 60L, 0);
    assertThat(store.bytesUsed()).isZero();
  }

  @Test
  void jvmVictimsGiveTheirBytesAtOnce() {
    store.put(A, 20, a);
    store.putJvm(JVM, 50);

    assertThat(store.put(B, 80, b)).isEqualTo(NativePutResult.STORED);

    assertThat(store.dropped).containsExactly(A, JVM);
    assertThat(a.releases).isZero();
    assertThat(store.bytesUsed()).isEqualTo(100);
    store.natives.awaitReleases();
    assertThat(store.bytesUsed()).isEqualTo(80);
  }

  @Test
  void executionIsGrantedWhatIsThere() {
    BareStore shared = new BareStore(100, 0);
    NativeReleases.deferTo(shared.memory, task -> {});
    shared.put(A, 60, a);

    assertThat(shared.manager.acquireExecutionMemory(80, 1L, MemoryMode.ON_HEAP)).isEqualTo(40);
    shared.natives.awaitReleases();
    assertThat(shared.manager.acquireExecutionMemory(40, 1L, MemoryMode.ON_HEAP)).isEqualTo(40);
    assertThat(a.releases).isEqualTo(1);
  }

  @Test
  void aReleaseCanNotClearTheStoreThatRunsIt() {
    List<Throwable> refused = new ArrayList<>();
    store.put(A, 60, () -> refused.add(catchThrowable(store.memory::clear)));
    store.put(B, 20, b);
    store.natives.removeNative(A);

    store.natives.awaitReleases();

    assertThat(refused).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(store.has(B)).isTrue();
    assertThat(store.bytesUsed()).isEqualTo(20);
  }

  @Test
  void aStoreThatIsBeingClearedHasNoSpaceUntilItIs() {
    List<NativePutResult> nested = new ArrayList<>();
    store.put(A, 10, () -> nested.add(store.put(B, 10, b)));

    store.memory.clear();

    assertThat(nested).containsExactly(NativePutResult.NO_SPACE);
    store.natives.removeNative(A);
    assertThat(store.put(B, 10, b)).isEqualTo(NativePutResult.STORED);
  }

  @Test
  void theModeOfAStoreThatIsInUseStays() {
    BareStore used = new BareStore(100);
    used.put(A, 10, a);
    assertThatThrownBy(() -> NativeReleases.deferTo(used.memory, task -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void removalSaysWhetherThereWasABlock() {
    store.put(A, 10, a);
    assertThat(store.memory.remove(A)).isTrue();
    assertThat(store.memory.remove(A)).isFalse();
  }

  @Test
  void fatalErrorDoesNotReachTheCallThatEvicted() {
    OutOfMemoryError fatal = new OutOfMemoryError("engine");
    store.put(
        A,
        60,
        () -> {
          throw fatal;
        });
    store.put(B, 40, b);

    assertThat(store.put(C, 100, a)).isEqualTo(NativePutResult.NO_SPACE);
    assertThatThrownBy(store.natives::awaitReleases).isSameAs(fatal);

    assertThat(b.releases).isEqualTo(1);
    assertThat(store.bytesUsed()).isZero();
    assertThat(store.put(C, 100, a)).isEqualTo(NativePutResult.STORED);
  }

  @Test
  void interruptedReleaseIsLoggedAndTheNextOneRuns() {
    store.put(
        A,
        60,
        () -> {
          throw new InterruptedException("engine");
        });
    store.put(B, 40, b);
    store.put(C, 100, a);

    store.natives.awaitReleases();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(b.releases).isEqualTo(1);
    assertThat(store.bytesUsed()).isZero();
  }

  @Test
  void idCanBeRegisteredAgainBeforeItsFirstPayloadIsGone() {
    store.put(A, 30, a);
    store.natives.removeNative(A);

    assertThat(store.put(A, 30, b)).isEqualTo(NativePutResult.STORED);
    assertThat(store.bytesUsed()).isEqualTo(60);
    store.natives.awaitReleases();

    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isZero();
    assertThat(store.bytesUsed()).isEqualTo(30);
  }

  @Test
  void clearReturnsWhenAllHaveBeenReleased() {
    store.put(A, 30, a);
    store.put(B, 30, b);
    store.putJvm(JVM, 30);
    assertThat(store.natives.pinNative(A)).isPresent();
    store.natives.removeNative(B);

    store.memory.clear();

    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isEqualTo(1);
    assertThat(store.bytesUsed()).isZero();
    store.natives.awaitReleases();
    assertThat(store.bytesUsed()).isZero();
  }

  @Test
  void clearOfManyPassesTheFirstFatalErrorOnWhenAllIsDone() {
    LinkageError fatal = new LinkageError("engine");
    for (int i = 0; i < 50; i++) {
      int number = i;
      store.put(
          NativeBlockId.of("velox", "k" + i),
          2,
          () -> {
            a.release();
            if (number == 7) {
              throw fatal;
            } else if (number % 3 == 0) {
              throw new IllegalStateException("engine");
            }
          });
    }

    assertThatThrownBy(store.memory::clear).isSameAs(fatal);

    assertThat(a.releases).isEqualTo(50);
    assertThat(store.bytesUsed()).isZero();
  }

  /** The store's thread must not take over what a clear ends: its error would be nobody's (R7). */
  @Test
  void fatalErrorOfWhatAClearEndsLeavesFromTheClear() {
    BareStore deferring = new BareStore(100, 99, "deferred");
    LinkageError fatal = new LinkageError("engine");
    for (int round = 0; round < 200; round++) {
      deferring.put(
          A,
          10,
          () -> {
            throw fatal;
          });
      deferring.put(B, 10, b);

      assertThatThrownBy(deferring.memory::clear).isSameAs(fatal);

      // A clear leaves the block infos.
      deferring.natives.removeNative(A);
      deferring.natives.removeNative(B);
    }
    assertThat(b.releases).isEqualTo(200);
  }

  @Test
  void releaseMayUseTheStore() {
    List<Object> seen = new ArrayList<>();
    store.put(
        A,
        60,
        () -> {
          seen.add(store.put(C, 10, a));
          seen.add(store.natives.removeNative(B));
        });
    store.put(B, 20, b);

    store.natives.removeNative(A);
    store.natives.awaitReleases();

    assertThat(seen).containsExactly(NativePutResult.STORED, true);
    assertThat(b.releases).isEqualTo(1);
    assertThat(store.bytesUsed()).isEqualTo(10);
  }

  @Test
  void configurationSelectsTheMode() throws InterruptedException {
    BareStore deferring = new BareStore(100, 99, "deferred");
    CountDownLatch released = new CountDownLatch(1);
    List<String> threads = new ArrayList<>();
    deferring.put(
        A,
        10,
        () -> {
          threads.add(
              Thread.currentThread().getName()
                  + (Thread.currentThread().isDaemon() ? ", a daemon" : ""));
          released.countDown();
        });

    deferring.natives.removeNative(A);

    assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(threads).containsExactly("native-block-release, a daemon");
    deferring.natives.awaitReleases();
    assertThat(deferring.bytesUsed()).isZero();
  }

  @Test
  void unknownModeIsRefusedByTheFirstPut() {
    BareStore wrong = new BareStore(100, 99, "later");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> wrong.put(A, 10, a))
        .withMessage("spark.storage.native.release: expected monitor or deferred, found later");
    assertThat(wrong.putJvm(JVM, 90)).isTrue();
    wrong.remove(JVM);
    wrong.memory.clear();
    assertThat(wrong.hasInfo(A)).isFalse();
    assertThat(wrong.bytesUsed()).isZero();
  }

  @Test
  void queueSurvivesAThreadThatCouldNotBeHad() {
    BareStore poor = new BareStore(100);
    List<Runnable> told = new ArrayList<>();
    NativeReleases.deferTo(
        poor.memory,
        task -> {
          told.add(task);
          if (told.size() == 1) {
            throw new OutOfMemoryError("unable to create native thread");
          }
        });
    poor.put(A, 30, a);
    poor.put(B, 30, b);

    poor.natives.removeNative(A);
    poor.natives.removeNative(B);
    told.get(1).run();

    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isEqualTo(1);
    assertThat(poor.bytesUsed()).isZero();
    assertThat(poor.locks.size()).isZero();
  }
}
