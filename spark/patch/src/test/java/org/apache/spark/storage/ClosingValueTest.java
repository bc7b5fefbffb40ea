package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.util.KnownSizeEstimation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;
import scala.collection.Iterator$;
import scala.reflect.ClassTag$;

/**
 * R8: stock closes the values of a deserialized block under the monitor. A call of an engine's in
 * there does not wait, whoever has locked the block: without the check each test here hangs.
 */
@Timeout(20)
class ClosingValueTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");
  private static final BlockId JVM = new TestBlockId("jvm");

  private final Payload a = new Payload();

  /** Puts a JVM block whose value does that when it is closed, and removes it. */
  private static void close(BareStore store, Runnable onClose) {
    assertThat(
            store
                .memory
                .<AutoCloseable>putIteratorAsValues(
                    JVM,
                    Iterator$.MODULE$.<AutoCloseable>single(onClose::run),
                    MemoryMode.ON_HEAP,
                    ClassTag$.MODULE$.apply(AutoCloseable.class))
                .isRight())
        .isTrue();
    assertThat(store.memory.remove(JVM)).isTrue();
  }

  private static BareStore store(String release) {
    BareStore store = new BareStore(100_000_000, 50_000_000, release);
    store.locks.registerTask(1);
    return store;
  }

  @Test
  void removalLeavesAPinnedBlockAlone() {
    BareStore store = store("monitor");
    store.put(A, 60, a);
    PinnedNativeBlock pin = store.natives.pinNative(A).orElseThrow();
    List<Boolean> removed = new ArrayList<>();

    close(store, () -> removed.add(store.natives.removeNative(A)));

    assertThat(removed).containsExactly(false);
    assertThat(a.releases).isZero();
    pin.close();
  }

  @Test
  void pinOfABlockThatIsBeingWrittenIsGone() {
    BareStore store = store("monitor");
    store.put(A, 60, a);
    store.locks.lockForWriting(A, false);
    List<Boolean> pinned = new ArrayList<>();

    close(store, () -> pinned.add(store.natives.pinNative(A).isPresent()));

    assertThat(pinned).containsExactly(false);
  }

  @Test
  void freeBlocksArePutPinnedAndRemoved() {
    BareStore store = store("monitor");
    store.put(A, 60, a);
    List<Object> seen = new ArrayList<>();

    close(
        store,
        () -> {
          seen.add(store.put(B, 10, new Payload()));
          store.natives.pinNative(B).orElseThrow().close();
          seen.add(store.natives.removeNative(A));
        });

    assertThat(seen).containsExactly(NativePutResult.STORED, true);
    assertThat(a.releases).isEqualTo(1);
    assertThat(store.readers(B)).isZero();
  }

  @Test
  void deferredReleasesAreNotAwaited() {
    BareStore store = store("deferred");
    store.put(A, 60, a);
    List<Throwable> thrown = new ArrayList<>();

    close(
        store,
        () -> {
          try {
            store.natives.awaitReleases();
          } catch (IllegalStateException e) {
            thrown.add(e);
          }
        });

    assertThat(thrown)
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessageContaining("monitor held"));
  }

  @Test
  void deferringStoreIsNotClearedWithTheMonitorHeld() {
    BareStore store = store("deferred");
    store.put(A, 60, a);

    synchronized (store.manager) {
      assertThatIllegalStateException()
          .isThrownBy(store.memory::clear)
          .withMessageContaining("monitor held");
    }

    assertThat(store.has(A)).isTrue();
    store.memory.clear();
    assertThat(a.releases).isEqualTo(1);
  }

  /** The store's first native block: what the eviction has freed is in use again. */
  @ParameterizedTest
  @ValueSource(strings = {"monitor", "deferred"})
  void executionGetsWhatIsFreeAfterTheCloseOfAValueHasPut(String release) {
    BareStore store = new BareStore(100_000_000, 1, release);
    store.locks.registerTask(1);
    store.locks.lockNewBlockForWriting(
        JVM, new BlockInfo(StorageLevel.MEMORY_ONLY(), ClassTag$.MODULE$.Any(), false), false);
    store.memory.<AutoCloseable>putIteratorAsValues(
        JVM,
        Iterator$.MODULE$.<AutoCloseable>single(
            new SizedValue(60_000_000, () -> store.put(A, 30_000_000, a))),
        MemoryMode.ON_HEAP,
        ClassTag$.MODULE$.apply(AutoCloseable.class));
    store.locks.unlock(JVM, Option.empty());

    long granted = store.manager.acquireExecutionMemory(100_000_000, 1L, MemoryMode.ON_HEAP);

    assertThat(granted).isEqualTo(70_000_000);
    assertThat(store.has(A)).isTrue();
    assertThat(store.bytesUsed()).isEqualTo(30_000_000);
  }

  private record SizedValue(long estimatedSize, Runnable onClose)
      implements AutoCloseable, KnownSizeEstimation {
    @Override
    public void close() {
      onClose.run();
    }
  }

  @Test
  void putOfAClosingValueFindsNoSpaceInAStoreThatIsCleared() {
    BareStore store = store("deferred");
    store.put(A, 60, a);
    List<NativePutResult> results = new ArrayList<>();
    store.memory.<AutoCloseable>putIteratorAsValues(
        JVM,
        Iterator$.MODULE$.<AutoCloseable>single(() -> results.add(store.put(B, 10, new Payload()))),
        MemoryMode.ON_HEAP,
        ClassTag$.MODULE$.apply(AutoCloseable.class));

    store.memory.clear();

    assertThat(results).containsExactly(NativePutResult.NO_SPACE);
    assertThat(store.hasInfo(B)).isFalse();
    assertThat(store.bytesUsed()).isZero();
  }
}
