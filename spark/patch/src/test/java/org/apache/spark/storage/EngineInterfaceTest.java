package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine may ask for beside a put, a pin and a removal, and what its releases are told. */
class EngineInterfaceTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");
  private static final NativeBlockId C = NativeBlockId.of("velox", "c");
  private static final BlockId JVM = new TestBlockId("jvm");

  private final List<String> released = new ArrayList<>();

  /** One object for all blocks. */
  private final EngineRelease engine = (id, reason) -> released.add(id.key() + " " + reason);

  @AfterEach
  void leave() {
    BareStore.leaveTask();
  }

  private static BareStore store(String mode) {
    BareStore store = new BareStore(100, 99, mode);
    store.locks.registerTask(1);
    return store;
  }

  private void put(BareStore store, NativeBlockId id, long size) {
    assertThat(store.natives.putNative(id, size, MemoryMode.ON_HEAP, engine))
        .isEqualTo(NativePutResult.STORED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"monitor", "deferred"})
  void releaseIsToldWhichBlockItIsAndWhy(String mode) {
    BareStore store = store(mode);
    put(store, A, 40);
    put(store, B, 40);
    put(store, C, 20);

    assertThat(store.putJvm(JVM, 30)).isEqualTo(mode.equals("monitor"));
    store.natives.removeNative(B);
    store.natives.awaitReleases();
    store.memory.clear();

    assertThat(released).containsExactly("a EVICTED", "b REMOVED", "c CLEARED");
  }

  @Test
  void removalInAReleaseIsARemovalThoughAnEvictionCausedIt() {
    BareStore store = store("monitor");
    store.put(
        A,
        50,
        () -> {
          released.add("a");
          store.natives.removeNative(B);
        });
    put(store, B, 50);

    assertThat(store.putJvm(JVM, 20)).isTrue();

    assertThat(released).containsExactly("a", "b REMOVED");
  }

  @Test
  void reasonIsRightAfterAReleaseThatThrew() {
    BareStore store = store("monitor");
    store.put(
        A,
        10,
        () -> {
          throw new IllegalStateException("engine");
        });
    put(store, B, 80);
    put(store, C, 10);

    store.natives.removeNative(A);
    assertThat(store.putJvm(JVM, 20)).isTrue();
    store.natives.removeNative(C);

    assertThat(released).containsExactly("b EVICTED", "c REMOVED");
  }

  @Test
  void putThatEndsPinnedCannotBeEvicted() {
    BareStore store = store("monitor");
    BareStore.enterTask(1);
    PinnedPut put = store.natives.putPinned(A, 60, MemoryMode.ON_HEAP, engine);

    assertThat(put.result()).isEqualTo(NativePutResult.STORED);
    assertThat(store.readers(A)).isEqualTo(1);
    assertThat(store.natives.putNative(B, 60, MemoryMode.ON_HEAP, engine))
        .isEqualTo(NativePutResult.NO_SPACE);
    put.pin().orElseThrow().close();
    assertThat(store.readers(A)).isZero();
    assertThat(store.locks.getTaskLockCount(1)).isZero();
    put(store, B, 60);
    assertThat(released).containsExactly("a EVICTED");
  }

  @Test
  void pinOfAPutIsItsTasks() {
    BareStore store = store("monitor");
    BareStore.enterTask(1);
    store.natives.putPinned(A, 60, MemoryMode.ON_HEAP, engine);

    store.locks.releaseAllLocksForTask(1);

    assertThat(store.readers(A)).isZero();
  }

  @Test
  void putThatIsNotStoredHasNoPin() {
    BareStore store = store("monitor");
    put(store, A, 60);

    assertThat(store.natives.putPinned(A, 10, MemoryMode.ON_HEAP, engine).pin()).isEmpty();
    assertThat(store.natives.putPinned(B, 101, MemoryMode.ON_HEAP, engine).pin()).isEmpty();

    assertThat(store.readers(A)).isZero();
    assertThat(store.hasInfo(B)).isFalse();
    assertThat(released).isEmpty();
  }

  @Test
  void triesDoNotWait() {
    BareStore store = store("monitor");
    put(store, A, 60);
    PinnedNativeBlock pin = store.natives.tryPin(A).orElseThrow();
    assertThat(store.natives.tryRemove(A)).isFalse();
    pin.close();
    store.locks.lockForWriting(A, false);
    assertThat(store.natives.tryPin(A)).isEmpty();
    assertThat(store.natives.tryRemove(A)).isFalse();
    store.locks.unlock(A, scala.Option.empty());
    assertThat(store.natives.tryRemove(A)).isTrue();
    assertThat(store.natives.tryRemove(A)).isFalse();
    assertThat(store.natives.tryPin(A)).isEmpty();
    assertThat(released).containsExactly("a REMOVED");
    assertThatIllegalArgumentException().isThrownBy(() -> store.natives.tryPin(null));
    assertThatIllegalArgumentException().isThrownBy(() -> store.natives.tryRemove(null));
  }

  @Test
  void aRegistrationIsKnownByItsCallbackAndRemovedByIt() {
    BareStore store = store("monitor");
    EngineRelease first = (id, reason) -> released.add("first " + reason);
    EngineRelease second = (id, reason) -> released.add("second " + reason);
    store.natives.putNative(A, 10, MemoryMode.ON_HEAP, first);
    assertThat(store.natives.removeNative(A)).isTrue();
    store.natives.putNative(A, 10, MemoryMode.ON_HEAP, second);

    PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow();
    assertThat(pin.release()).isSameAs(second);
    assertThat(store.natives.tryRemove(A, second)).as("pinned").isFalse();
    pin.close();

    assertThat(store.natives.tryRemove(A, first)).as("another registration").isFalse();
    assertThat(store.natives.pinNative(A)).as("not locked by the refusal").isPresent();
    store.natives.pinNative(A).orElseThrow().close();
    assertThat(released).containsExactly("first REMOVED");
    assertThatIllegalArgumentException().isThrownBy(() -> store.natives.tryRemove(null, first));
  }

  @Test
  void aRegistrationThatNobodyHasLockedIsRemovedByItsCallback() {
    BareStore store = store("monitor");
    put(store, A, 10);

    assertThat(store.natives.tryRemove(A, engine)).isTrue();
    assertThat(store.natives.tryRemove(A, engine)).isFalse();

    assertThat(released).containsExactly("a REMOVED");
    assertThat(store.hasInfo(A)).isFalse();
  }

  @Test
  void blocksOfEachKindOfReleaseLiveSideBySide() {
    BareStore store = store("monitor");
    Payload one = new Payload();
    store.put(A, 10, one);
    put(store, B, 10);

    store.memory.clear();

    assertThat(one.releases).isEqualTo(1);
    assertThat(released).containsExactly("b CLEARED");
  }
}
