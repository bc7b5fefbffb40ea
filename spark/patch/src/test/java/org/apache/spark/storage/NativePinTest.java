package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.storage.BareStore.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** R11: a pin holds off eviction and removal, and a stale handle takes nobody's lock. */
class NativePinTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");

  private final BareStore store = new BareStore(100);
  private final Payload a = new Payload();

  @AfterEach
  void leaveTask() {
    BareStore.leaveTask();
  }

  @Test
  void pinOfAnAbsentBlockIsEmpty() {
    assertThat(store.natives.pinNative(A)).isEmpty();
  }

  @Test
  void pinnedBlockIsNotEvictedUntilTheHandleIsClosed() {
    store.put(A, 60, a);
    PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow();

    assertThat(pin.id()).isEqualTo(A);
    assertThat(store.put(B, 60, new Payload())).isEqualTo(NativePutResult.NO_SPACE);
    assertThat(a.releases).isZero();

    pin.close();
    assertThat(store.put(B, 60, new Payload())).isEqualTo(NativePutResult.STORED);
    assertThat(a.releases).isEqualTo(1);
  }

  @Test
  void closingTwiceReleasesOneLock() {
    store.put(A, 60, a);
    PinnedNativeBlock first = store.natives.pinNative(A).orElseThrow();
    PinnedNativeBlock second = store.natives.pinNative(A).orElseThrow();

    first.close();
    first.close();

    assertThat(store.readers(A)).isEqualTo(1);
    second.close();
    assertThat(store.readers(A)).isZero();
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
  }

  @Test
  void removalWaitsForThePin() throws Exception {
    store.put(A, 60, a);
    PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow();
    CountDownLatch removed = new CountDownLatch(1);
    Thread remover =
        new Thread(
            () -> {
              store.remove(A);
              removed.countDown();
            });
    remover.start();

    assertThat(removed.await(200, TimeUnit.MILLISECONDS)).isFalse();
    pin.close();

    assertThat(removed.await(10, TimeUnit.SECONDS)).isTrue();
    remover.join();
    assertThat(a.releases).isEqualTo(1);
  }

  @Test
  void taskThatEndsLosesItsPins() {
    store.put(A, 60, a);
    store.locks.registerTask(1);
    BareStore.enterTask(1);
    assertThat(store.natives.pinNative(A)).isPresent();
    assertThat(store.readers(A)).isEqualTo(1);

    store.locks.releaseAllLocksForTask(1);

    assertThat(store.readers(A)).isZero();
  }

  @Test
  void pinMayBeClosedOutsideItsTask() {
    store.put(A, 60, a);
    store.locks.registerTask(1);
    BareStore.enterTask(1);
    PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow();
    BareStore.leaveTask();

    pin.close();

    assertThat(store.readers(A)).isZero();
    assertThat(store.locks.getTaskLockCount(1)).isZero();
  }

  @Test
  void handleOfAnEndedTaskLeavesOtherReadersAlone() {
    store.put(A, 60, a);
    store.locks.registerTask(1);
    BareStore.enterTask(1);
    PinnedNativeBlock stale = store.natives.pinNative(A).orElseThrow();
    store.locks.releaseAllLocksForTask(1);
    BareStore.leaveTask();

    PinnedNativeBlock other = store.natives.pinNative(A).orElseThrow();
    stale.close();
    assertThat(store.readers(A)).isEqualTo(1);
    other.close();
  }

  @Test
  void handleOfAnEndedTaskLeavesAWriterAlone() {
    store.put(A, 60, a);
    store.locks.registerTask(1);
    BareStore.enterTask(1);
    PinnedNativeBlock stale = store.natives.pinNative(A).orElseThrow();
    store.locks.releaseAllLocksForTask(1);
    BareStore.leaveTask();
    store.locks.lockForWriting(A, false);

    stale.close();

    assertThat(store.locks.get(A).get().writerTask()).isEqualTo(BareStore.NO_TASK);
  }

  @Test
  void handleOfAnEarlierTaskOfTheSameNumberIsHarmless() {
    store.put(A, 60, a);
    store.locks.registerTask(1);
    BareStore.enterTask(1);
    PinnedNativeBlock stale = store.natives.pinNative(A).orElseThrow();
    store.locks.releaseAllLocksForTask(1);
    store.locks.registerTask(1);
    PinnedNativeBlock live = store.natives.pinNative(A).orElseThrow();

    stale.close();

    assertThat(store.readers(A)).isEqualTo(1);
    live.close();
    assertThat(store.readers(A)).isZero();
  }

  @Test
  void handleOfAClearedStoreLeavesTheNewRegistrationAlone() {
    store.put(A, 60, a);
    PinnedNativeBlock stale = store.natives.pinNative(A).orElseThrow();
    store.locks.clear();
    store.memory.clear();
    store.locks.registerTask(BareStore.NO_TASK);
    store.put(A, 60, new Payload());
    PinnedNativeBlock live = store.natives.pinNative(A).orElseThrow();

    stale.close();

    assertThat(store.readers(A)).isEqualTo(1);
    live.close();
  }

  @Test
  void threadOfATaskThatHasEndedCanNeitherPinNorPut() throws InterruptedException {
    BareStore ended = new BareStore(100);
    ended.put(NativeBlockId.of("velox", "x"), 10, () -> {});
    BareStore.enterTask(77);
    try {
      assertThatThrownBy(() -> ended.natives.pinNative(NativeBlockId.of("velox", "x")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("77");
      assertThatThrownBy(() -> ended.put(NativeBlockId.of("velox", "y"), 10, () -> {}))
          .isInstanceOf(RuntimeException.class);
    } finally {
      BareStore.leaveTask();
    }
    BlockInfo info = ended.locks.get(NativeBlockId.of("velox", "x")).get();
    assertThat(info.readerCount()).isZero();
    // By another thread: the one that was refused might still have what it locked.
    Thread other = new Thread(() -> ended.natives.removeNative(NativeBlockId.of("velox", "x")));
    other.setDaemon(true);
    other.start();
    other.join(10_000);
    assertThat(ended.locks.size()).isZero();
  }
}
