package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.Iterator$;
import scala.reflect.ClassTag$;

/** R1 to R4, R9, R12 and R13 on the real store. */
class NativeBlockStoreTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");
  private static final NativeBlockId C = NativeBlockId.of("velox", "c");
  private static final BlockId JVM = new TestBlockId("jvm");

  private final BareStore store = new BareStore(100);
  private final Payload a = new Payload();
  private final Payload b = new Payload();

  @Test
  void storedBlockIsAccountedAndUnlocked() {
    assertThat(store.put(A, 60, a)).isEqualTo(NativePutResult.STORED);

    assertThat(store.bytesUsed()).isEqualTo(60);
    assertThat(store.memory.getSize(A)).isEqualTo(60);
    assertThat(store.locks.get(A).get().size()).isEqualTo(60);
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
    assertThat(a.releases).isZero();
  }

  @Test
  void offHeapBlockUsesTheOtherPool() {
    assertThat(store.natives.putNative(A, 60, MemoryMode.OFF_HEAP, a))
        .isEqualTo(NativePutResult.STORED);
    assertThat(store.put(B, 60, b)).isEqualTo(NativePutResult.STORED);

    assertThat(store.manager.offHeapStorageMemoryUsed()).isEqualTo(60);
    assertThat(store.bytesUsed()).isEqualTo(60);
    assertThat(a.releases).isZero();
  }

  @Test
  void blockWithoutSpaceLeavesNothingBehind() {
    assertThat(store.put(A, 101, a)).isEqualTo(NativePutResult.NO_SPACE);

    assertThat(store.bytesUsed()).isZero();
    assertThat(store.has(A)).isFalse();
    assertThat(store.hasInfo(A)).isFalse();
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
    assertThat(a.releases).isZero();
  }

  /** A clear by another thread must not come between the reservation and the entry (R3, R5). */
  @Test
  void entryIsAddedUnderTheMonitorThatItsBytesWereReservedUnder()
      throws ReflectiveOperationException {
    List<Boolean> monitorHeld = new ArrayList<>();
    Field entries = MemoryStore.class.getDeclaredField("entries");
    entries.setAccessible(true);
    entries.set(
        store.memory,
        new LinkedHashMap<Object, Object>(32, 0.75f, true) {
          @Override
          public Object putIfAbsent(Object id, Object entry) {
            monitorHeld.add(Thread.holdsLock(store.manager));
            return super.putIfAbsent(id, entry);
          }
        });

    assertThat(store.put(A, 60, a)).isEqualTo(NativePutResult.STORED);

    assertThat(monitorHeld).containsExactly(true);
  }

  @Test
  void secondPutOfAnIdIsADuplicateAndTouchesNothing() {
    store.put(A, 10, a);
    store.put(B, 10, new Payload());

    assertThat(store.put(A, 20, b)).isEqualTo(NativePutResult.DUPLICATE);

    assertThat(store.bytesUsed()).isEqualTo(20);
    assertThat(store.memory.getSize(A)).isEqualTo(10);
    assertThat(a.releases + b.releases).isZero();
  }

  @Test
  void wrongArgumentsAreRefusedAndChangeNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> store.put(null, 1, a));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put(A, -1, a))
        .withMessageContaining(A.name());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put(A, 1, null))
        .withMessageContaining(A.name());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.natives.putNative(A, 1, null, a))
        .withMessageContaining(A.name());
    assertThatIllegalArgumentException().isThrownBy(() -> store.natives.pinNative(null));

    assertThat(store.hasInfo(A)).isFalse();
    assertThat(store.bytesUsed()).isZero();
  }

  @Test
  void ordinaryPutsIntoTheStoreRefuseANativeId() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                store.memory.putBytes(
                    A,
                    10,
                    MemoryMode.ON_HEAP,
                    () -> new ChunkedByteBuffer(ByteBuffer.allocate(10)),
                    ClassTag$.MODULE$.Any()))
        .withMessageContaining(A.name());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                store.memory.putIteratorAsValues(
                    A, Iterator$.MODULE$.empty(), MemoryMode.ON_HEAP, ClassTag$.MODULE$.Any()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                store.memory.putIteratorAsBytes(
                    A, Iterator$.MODULE$.empty(), ClassTag$.MODULE$.Any(), MemoryMode.ON_HEAP));

    assertThat(store.has(A)).isFalse();
    assertThat(store.manager.storageMemoryUsed()).isZero();
  }

  @Test
  void readsOfTheStoreRefuseANativeIdAndLeaveItsRecency() {
    store.put(A, 40, a);
    store.put(B, 40, b);

    assertThatThrownBy(() -> store.memory.getBytes(A))
        .isInstanceOfSatisfying(
            NativeBlockAccessException.class, refused -> assertThat(refused.blockId()).isEqualTo(A))
        .hasMessageContaining(A.name())
        .hasMessageContaining("pinNative");
    assertThatThrownBy(() -> store.memory.getValues(A))
        .isInstanceOf(NativeBlockAccessException.class);

    store.put(C, 40, new Payload());
    assertThat(store.dropped).containsExactly(A);
  }

  @Test
  void jvmPutEvictsTheLeastRecentNativeBlock() {
    store.put(A, 40, a);
    store.put(B, 40, b);

    assertThat(store.putJvm(JVM, 50)).isTrue();

    assertThat(store.dropped).containsExactly(A);
    assertThat(store.tags).containsExactly(ClassTag$.MODULE$.Any());
    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isZero();
    assertThat(store.hasInfo(A)).isFalse();
    assertThat(store.bytesUsed()).isEqualTo(90);
  }

  @Test
  void noIdIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.natives.removeNative(null))
        .withMessageContaining("found null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.natives.pinNative(null))
        .withMessageContaining("found null");
  }

  /** The store's own call, by whoever has not asked whether the id is there. */
  @Test
  void aSecondEntryOfAnIdIsRefusedAndTheFirstStays() {
    assertThat(store.memory.putNative(A, 40, MemoryMode.ON_HEAP, a)).isTrue();

    assertThatThrownBy(() -> store.memory.putNative(A, 30, MemoryMode.ON_HEAP, b))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(A.name());

    assertThat(store.bytesUsed()).isEqualTo(40);
    assertThat(store.memory.remove(A)).isTrue();
    assertThat(store.memory.remove(A)).isFalse();
    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isZero();
    assertThat(store.bytesUsed()).isZero();
  }

  @Test
  void aModeIsThatOfTheInfoTheEntryAndThePin() {
    for (MemoryMode mode : MemoryMode.values()) {
      store.natives.putNative(A, 10, mode, a);
      assertThat(store.locks.get(A).get().level().useOffHeap())
          .isEqualTo(mode == MemoryMode.OFF_HEAP);
      try (PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow()) {
        assertThat(pin.memoryMode()).isEqualTo(mode);
      }
      store.natives.removeNative(A);
    }
  }

  @Test
  void nativePutEvictsTheLeastRecentJvmBlock() {
    store.putJvm(JVM, 40);
    store.put(A, 40, a);

    assertThat(store.put(B, 50, b)).isEqualTo(NativePutResult.STORED);

    assertThat(store.dropped).containsExactly(JVM);
    assertThat(a.releases).isZero();
  }

  @Test
  void pinMakesABlockMostRecent() {
    store.put(A, 40, a);
    store.put(B, 40, b);
    store.natives.pinNative(A).orElseThrow().close();

    store.put(C, 40, new Payload());

    assertThat(store.dropped).containsExactly(B);
  }

  @Test
  void blocksOfOneOwnerDoNotEvictEachOther() {
    NativeBlockId first = NativeBlockId.ofRdd("velox", "a", 7);
    NativeBlockId second = NativeBlockId.ofRdd("velox", "b", 7);
    store.put(first, 60, a);

    assertThat(store.put(second, 60, b)).isEqualTo(NativePutResult.NO_SPACE);
    assertThat(store.putJvm(new RDDBlockId(7, 0), 60)).isFalse();
    assertThat(store.has(first)).isTrue();

    assertThat(store.put(NativeBlockId.ofRdd("velox", "b", 8), 60, b))
        .isEqualTo(NativePutResult.STORED);
    assertThat(store.dropped).containsExactly(first);
  }

  @Test
  void ownersBlockDoesNotEvictAJvmBlockOfTheSameRdd() {
    store.putJvm(new RDDBlockId(7, 0), 60);

    assertThat(store.put(NativeBlockId.ofRdd("velox", "a", 7), 60, a))
        .isEqualTo(NativePutResult.NO_SPACE);
    assertThat(store.put(A, 60, a)).isEqualTo(NativePutResult.STORED);
  }

  @Test
  void blockOfTheOtherModeIsNoVictim() {
    store.natives.putNative(A, 60, MemoryMode.OFF_HEAP, a);
    store.put(B, 60, b);

    assertThat(store.put(C, 60, new Payload())).isEqualTo(NativePutResult.STORED);

    assertThat(store.dropped).containsExactly(B);
  }

  @Test
  void evictionThatCannotReachItsGoalDropsNothing() {
    store.put(A, 50, a);
    try (PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow()) {
      store.put(B, 30, b);
      assertThat(store.put(C, 60, new Payload())).isEqualTo(NativePutResult.NO_SPACE);
      assertThat(pin.size()).isEqualTo(50);
    }

    assertThat(store.dropped).isEmpty();
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
  }

  @Test
  void executionTakesBackWhatStorageBorrowed() {
    BareStore shared = new BareStore(100, 40);
    shared.put(A, 50, a);
    shared.put(B, 50, b);

    long granted = shared.manager.acquireExecutionMemory(60, 1L, MemoryMode.ON_HEAP);

    assertThat(granted).isEqualTo(60);
    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isEqualTo(1);
    assertThat(shared.put(C, 41, new Payload())).isEqualTo(NativePutResult.NO_SPACE);
    assertThat(shared.put(C, 40, new Payload())).isEqualTo(NativePutResult.STORED);
    assertThat(shared.manager.acquireExecutionMemory(1, 1L, MemoryMode.ON_HEAP)).isZero();
  }

  @Test
  void bareStorePutKeepsToTheCallersLock() {
    BlockInfo info = new BlockInfo(StorageLevel.MEMORY_ONLY(), ClassTag$.MODULE$.Any(), false);
    store.locks.lockNewBlockForWriting(A, info, false);

    assertThat(store.memory.putNative(A, 10, MemoryMode.ON_HEAP, a)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.memory.putNative(A, 10, MemoryMode.ON_HEAP, b))
        .withMessageContaining(A.name());

    assertThat(info.writerTask()).isEqualTo(BareStore.NO_TASK);
    assertThat(store.bytesUsed()).isEqualTo(10);
    store.locks.unlock(A, Option.empty());
  }

  @Test
  void clearReleasesEveryRegistrationOnceWhateverItsLocks() {
    store.put(A, 10, a);
    store.natives.putNative(B, 20, MemoryMode.OFF_HEAP, b);
    store.putJvm(JVM, 30);
    PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow();

    store.memory.clear();
    store.locks.clear();
    pin.close();
    store.memory.clear();

    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isEqualTo(1);
    assertThat(store.manager.storageMemoryUsed()).isZero();
    assertThat(store.has(A) || store.has(B) || store.has(JVM)).isFalse();
  }

  @Test
  void pinAfterAClearThatLeftTheInfoFindsNothingAndKeepsNoLock() {
    store.put(A, 10, a);
    store.memory.clear();

    assertThat(store.natives.pinNative(A)).isEmpty();
    assertThat(store.readers(A)).isZero();
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
  }
}
