package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.storage.memory.NativeReleases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R13: an engine that ends before the store does takes its blocks with it. */
@Timeout(20)
class RemoveAllTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.ofRdd("velox", "b", 7);
  private static final NativeBlockId OTHER = NativeBlockId.of("arrow", "a");

  private final BareStore store = new BareStore(100);
  private final Payload a = new Payload();
  private final Payload b = new Payload();
  private final Payload other = new Payload();

  @Test
  void blocksOfTheEngineGoAndNoOthers() {
    store.put(A, 10, a);
    store.put(OTHER, 20, other);
    store.put(B, 30, b);
    assertThat(store.putJvm(new TestBlockId("velox"), 5)).isTrue();

    assertThat(store.natives.removeAll("velox", LONG)).isEmpty();

    assertThat(List.of(a.releases, b.releases, other.releases)).containsExactly(1, 1, 0);
    assertThat(store.hasInfo(A) || store.hasInfo(B)).isFalse();
    assertThat(store.has(OTHER)).isTrue();
    assertThat(store.bytesUsed()).isEqualTo(25);
  }

  @Test
  void endOfTheStoreReleasesNothingOfThatEngine() {
    store.put(A, 10, a);
    store.natives.removeAll("velox", LONG);

    store.locks.clear();
    store.memory.clear();

    assertThat(a.releases).isEqualTo(1);
  }

  @Test
  void pinnedBlockIsLeftWhenTheTimeIsOver() {
    store.put(A, 10, a);
    store.put(B, 10, b);
    try (PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow()) {
      assertThat(store.natives.removeAll("velox", Duration.ofMillis(50))).containsExactly(pin.id());

      assertThat(List.of(a.releases, b.releases)).containsExactly(0, 1);
      assertThat(store.readers(A)).isEqualTo(1);
    }
    assertThat(store.natives.removeAll("velox", Duration.ZERO)).isEmpty();
    assertThat(a.releases).isEqualTo(1);
  }

  /** Stock's clear wakes nobody at a block whose lock somebody has just then. */
  @Test
  void stopEndsTheWaitForAPin() throws Exception {
    store.put(B, 10, b);
    PinnedNativeBlock pin = store.natives.pinNative(B).orElseThrow();
    Thread removing = new Thread(() -> store.natives.removeOwned(7));
    removing.start();
    while (removing.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }

    BlockInfoWrapper wrapper = store.locks.blockInfoWrappers.get(B);
    wrapper.lock.lock();
    Thread stopping = new Thread(store.locks::clear);
    stopping.start();
    while (!store.locks.blockInfoWrappers.isEmpty()) {
      Thread.sleep(1);
    }
    wrapper.lock.unlock();
    stopping.join();
    pin.close();

    removing.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(removing.isAlive()).isFalse();
  }

  @Test
  void pinIsWaitedFor() throws Exception {
    store.put(A, 10, a);
    PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow();
    FutureTask<List<NativeBlockId>> removal =
        new FutureTask<>(() -> store.natives.removeAll("velox", LONG));
    Thread remover = started(removal);
    awaitState(remover, Thread.State.TIMED_WAITING);

    pin.close();

    assertThat(removal.get(5, TimeUnit.SECONDS)).isEmpty();
    assertThat(a.releases).isEqualTo(1);
  }

  /** The info is there before the entry is: a put that is over before the end counts. */
  @Test
  void putThatIsUnderWayIsWaitedFor() throws Exception {
    CountDownLatch inRelease = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    store.put(
        OTHER,
        100,
        () -> {
          inRelease.countDown();
          goOn.await(10, TimeUnit.SECONDS);
        });
    FutureTask<NativePutResult> put = new FutureTask<>(() -> store.put(A, 10, a));
    started(put);
    inRelease.await();
    FutureTask<List<NativeBlockId>> removal =
        new FutureTask<>(() -> store.natives.removeAll("velox", LONG));
    Thread remover = started(removal);
    awaitState(remover, Thread.State.TIMED_WAITING);

    goOn.countDown();

    assertThat(removal.get(5, TimeUnit.SECONDS)).isEmpty();
    assertThat(put.get()).isEqualTo(NativePutResult.STORED);
    assertThat(a.releases).isEqualTo(1);
    assertThat(store.has(A)).isFalse();
  }

  @Test
  void interruptEndsTheWaitAndStaysSet() {
    store.put(A, 10, a);
    try (PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow()) {
      Thread.currentThread().interrupt();
      assertThat(store.natives.removeAll("velox", LONG)).containsExactly(pin.id());
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void fatalErrorOfOneReleaseLeavesNoOtherBlock() {
    store.put(
        A,
        10,
        () -> {
          throw new LinkageError("unloaded");
        });
    store.put(B, 10, b);

    assertThatThrownBy(() -> store.natives.removeAll("velox", LONG)).hasMessage("unloaded");

    assertThat(b.releases).isEqualTo(1);
    assertThat(store.bytesUsed()).isZero();
    assertThat(store.hasInfo(A) || store.hasInfo(B)).isFalse();
  }

  @Test
  void releaseThatCallsItDoesNotWait() {
    List<NativeBlockId> left = new ArrayList<>();
    store.put(OTHER, 10, () -> left.addAll(store.natives.removeAll("velox", LONG)));
    store.put(A, 10, a);
    store.put(B, 10, b);
    long start = System.nanoTime();
    try (PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow()) {
      store.natives.removeNative(OTHER);

      assertThat(left).containsExactly(pin.id());
    }
    assertThat(b.releases).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
  }

  @Test
  void deferredReleasesHaveRunWhenItReturns() {
    BareStore deferring = new BareStore(100, 99, "deferred");
    NativeReleases.deferTo(deferring.memory, task -> {});
    deferring.natives.putNative(A, 10, MemoryMode.ON_HEAP, a);

    assertThat(deferring.natives.removeAll("velox", LONG)).isEmpty();

    assertThat(a.releases).isEqualTo(1);
    assertThat(deferring.bytesUsed()).isZero();
  }

  /** In local mode a plugin's shutdown runs beside the stop: infos go first, then the store. */
  @Test
  void blockWhoseInfoAStopHasForgottenIsReleased() {
    store.put(A, 10, a);
    store.put(OTHER, 10, other);
    store.locks.clear();

    assertThat(store.natives.removeAll("velox", LONG)).isEmpty();
    assertThat(List.of(a.releases, other.releases)).containsExactly(1, 0);

    store.memory.clear();
    assertThat(List.of(a.releases, other.releases)).containsExactly(1, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"monitor", "deferred"})
  void releaseThatAStopHasBegunIsWaitedFor(String mode) throws Exception {
    BareStore stopping = new BareStore(100, 99, mode);
    CountDownLatch inRelease = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    stopping.natives.putNative(
        A,
        10,
        MemoryMode.ON_HEAP,
        () -> {
          inRelease.countDown();
          goOn.await(10, TimeUnit.SECONDS);
          a.release();
        });
    started(
        new FutureTask<>(
            () -> {
              stopping.locks.clear();
              stopping.memory.clear();
              return "";
            }));
    inRelease.await();
    FutureTask<List<NativeBlockId>> removal =
        new FutureTask<>(() -> stopping.natives.removeAll("velox", LONG));
    started(removal);

    assertThatThrownBy(() -> removal.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    goOn.countDown();
    assertThat(removal.get(5, TimeUnit.SECONDS)).isEmpty();
    assertThat(a.releases).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("NullAway") // What it is about.
  void nullIsRefused() {
    assertThatThrownBy(() -> store.natives.removeAll("velox", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Thread started(FutureTask<?> task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void awaitState(Thread thread, Thread.State state) throws InterruptedException {
    while (thread.getState() != state) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
