package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import scala.Option;

/** R8: what a release may do to the store that runs it. A wait here would be for ever. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class NativeReentryTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");
  private static final NativeBlockId C = NativeBlockId.of("velox", "c");
  private static final BlockId JVM = new TestBlockId("jvm");

  private final BareStore store = new BareStore(100);
  private final Payload b = new Payload();
  private final Payload c = new Payload();

  @Test
  void releaseMayRemoveAFellowVictim() {
    List<Boolean> removed = new ArrayList<>();
    store.put(A, 40, () -> removed.add(store.natives.removeNative(B)));
    store.put(B, 40, b);

    assertThat(store.put(C, 100, c)).isEqualTo(NativePutResult.STORED);

    assertThat(removed).containsExactly(false);
    assertThat(b.releases).isEqualTo(1);
    assertThat(store.dropped).containsExactly(A, B);
    assertThat(store.bytesUsed()).isEqualTo(100);
    assertThat(store.locks.size()).isEqualTo(1);
  }

  @Test
  void releaseMayRemoveAJvmBlockThatGoesWithIt() {
    store.put(A, 40, () -> store.remove(JVM));
    store.putJvm(JVM, 40);

    assertThat(store.put(C, 100, c)).isEqualTo(NativePutResult.STORED);

    assertThat(store.dropped).containsExactly(A, JVM);
    assertThat(store.bytesUsed()).isEqualTo(100);
  }

  @Test
  void fellowVictimIsGoneToAPin() {
    List<Optional<PinnedNativeBlock>> pins = new ArrayList<>();
    store.put(A, 40, () -> pins.add(store.natives.pinNative(B)));
    store.put(B, 40, b);

    store.put(C, 100, c);

    assertThat(pins).containsExactly(Optional.empty());
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
  }

  @Test
  void blockIsGoneToItsOwnRelease() {
    List<Object> seen = new ArrayList<>();
    store.put(
        A,
        40,
        () -> {
          seen.add(store.natives.removeNative(A));
          seen.add(store.natives.pinNative(A));
          seen.add(store.put(A, 10, b));
        });

    assertThat(store.natives.removeNative(A)).isTrue();

    assertThat(seen).containsExactly(false, Optional.empty(), NativePutResult.DUPLICATE);
    assertThat(store.bytesUsed()).isZero();
    assertThat(store.locks.size()).isZero();
    assertThat(store.put(A, 10, b)).isEqualTo(NativePutResult.STORED);
  }

  @Test
  void nestedEvictionMayRemoveAVictimOfTheOuterOne() {
    // A's release puts a block of 40, whose eviction takes C, whose release removes B: B is a
    // victim of the outer eviction.
    List<Boolean> removed = new ArrayList<>();
    store.put(A, 30, () -> store.put(NativeBlockId.of("velox", "nested"), 40, c));
    store.put(B, 30, b);
    store.put(C, 40, () -> removed.add(store.natives.removeNative(B)));

    assertThat(store.put(NativeBlockId.of("velox", "d"), 60, c)).isEqualTo(NativePutResult.STORED);

    assertThat(removed).containsExactly(false);
    assertThat(b.releases).isEqualTo(1);
    assertThat(store.bytesUsed()).isEqualTo(100);
  }

  @Test
  void releaseLeavesABlockThatSomebodyElseHasLocked() throws InterruptedException {
    // The other thread is in the middle of a put or a removal: it would need the monitor next.
    List<Object> seen = new ArrayList<>();
    store.put(
        A,
        40,
        () -> {
          seen.add(store.natives.removeNative(B));
          seen.add(store.natives.pinNative(B));
        });
    store.put(B, 40, b);
    Thread other = new Thread(() -> store.locks.lockForWriting(B, true));
    other.start();
    other.join();

    store.remove(A);

    assertThat(seen).containsExactly(false, Optional.empty());
    assertThat(store.has(B)).isTrue();
    assertThat(b.releases).isZero();
  }

  @Test
  void releaseLeavesAPinnedBlock() {
    List<Boolean> removed = new ArrayList<>();
    store.put(A, 40, () -> removed.add(store.natives.removeNative(B)));
    store.put(B, 40, b);
    try (PinnedNativeBlock pin = store.natives.pinNative(B).orElseThrow()) {
      store.remove(A);
      assertThat(pin.size()).isEqualTo(40);
    }

    assertThat(removed).containsExactly(false);
    assertThat(store.natives.removeNative(B)).isTrue();
  }

  @Test
  void releaseMayPinABlockThatStays() {
    List<Long> sizes = new ArrayList<>();
    store.put(
        A,
        40,
        () -> {
          try (PinnedNativeBlock pin = store.natives.pinNative(B).orElseThrow()) {
            sizes.add(pin.size());
          }
        });
    store.put(B, 40, b);

    store.remove(A);

    assertThat(sizes).containsExactly(40L);
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
  }

  @Test
  void executionGetsOnlyWhatAReleaseLeavesOfTheSpace() {
    // The request has 10 free bytes and evicts A for 20; the release of A puts a block of 10.
    BareStore shared = new BareStore(40, 0);
    assertThat(shared.put(A, 20, () -> shared.put(C, 10, c))).isEqualTo(NativePutResult.STORED);
    assertThat(shared.put(B, 10, b)).isEqualTo(NativePutResult.STORED);

    assertThat(shared.manager.acquireExecutionMemory(30, 1L, MemoryMode.ON_HEAP)).isEqualTo(20);

    assertThat(shared.has(C)).isTrue();
    assertThat(shared.bytesUsed()).isEqualTo(20);
    assertThat(shared.manager.executionMemoryUsed()).isEqualTo(20);
  }

  /** A block that somebody has locked is gone to a release, and to nobody else. */
  @Test
  void whoeverIsNotInTheReleaseWaits() throws InterruptedException {
    CountDownLatch releasing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    store.put(
        A,
        40,
        () -> {
          releasing.countDown();
          go.await();
        });
    store.put(B, 40, b);
    Thread removes = new Thread(() -> store.remove(A));
    removes.start();
    releasing.await();
    Thread pins = pinsWhileItIsLocked(() -> store.natives.pinNative(B));
    go.countDown();
    removes.join();
    pins.join();

    assertThat(store.readers(B)).isEqualTo(1);
  }

  @Test
  void whoeverHasTheMonitorOutsideAReleaseDoesNotWaitEither() throws InterruptedException {
    store.put(B, 40, b);
    List<Boolean> pinned = new ArrayList<>();
    assertThat(store.locks.lockForWriting(B, true).isDefined()).isTrue();
    Thread pins =
        new Thread(
            () -> {
              synchronized (store.manager) {
                pinned.add(store.natives.pinNative(B).isPresent());
              }
            });
    pins.start();
    pins.join();
    store.locks.unlock(B, Option.empty());

    assertThat(pinned).containsExactly(false);
    assertThat(store.readers(B)).isZero();
  }

  /** Starts the pin of B while this thread has locked it, and lets it go when it waits. */
  private Thread pinsWhileItIsLocked(Runnable pin) {
    assertThat(store.locks.lockForWriting(B, true).isDefined()).isTrue();
    Thread pins = new Thread(pin);
    pins.start();
    while (pins.getState() != Thread.State.WAITING && pins.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(pins.isAlive()).isTrue();
    store.locks.unlock(B, Option.empty());
    return pins;
  }

  @Test
  void releaseMayAskForSizes() {
    List<Long> sizes = new ArrayList<>();
    store.put(A, 40, () -> sizes.add(store.memory.getSize(B)));
    store.put(B, 30, b);

    store.put(C, 60, c);

    assertThat(sizes).containsExactly(30L);
    assertThat(store.has(B)).isTrue();
  }
}
