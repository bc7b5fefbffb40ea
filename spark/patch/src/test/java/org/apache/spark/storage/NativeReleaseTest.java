package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R5 to R8: when release runs, in what order, and what happens when it throws. */
class NativeReleaseTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");
  private static final NativeBlockId C = NativeBlockId.of("velox", "c");
  private static final NativeBlockId D = NativeBlockId.of("velox", "d");

  private final BareStore store = new BareStore(100);
  private final Payload a = new Payload();
  private final Payload b = new Payload();

  /** The three ways in which a registration ends. */
  enum Ending {
    EVICTION {
      @Override
      void end(BareStore store) {
        store.putJvm(new TestBlockId("jvm"), 100);
      }
    },
    REMOVAL {
      @Override
      void end(BareStore store) {
        store.remove(A);
      }
    },
    CLEAR {
      @Override
      void end(BareStore store) {
        store.memory.clear();
      }
    };

    abstract void end(BareStore store);
  }

  /** What release saw. */
  private record Seen(boolean entry, long bytesUsed, boolean info, long writer, boolean monitor) {
    static Seen in(BareStore store) {
      return new Seen(
          store.has(A),
          store.bytesUsed(),
          store.hasInfo(A),
          store.locks.get(A).get().writerTask(),
          Thread.holdsLock(store.manager));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyEndingRunsReleaseOnceInOrder(Ending ending) {
    List<Seen> seen = new ArrayList<>();
    store.put(A, 60, () -> seen.add(Seen.in(store)));

    ending.end(store);
    store.remove(A);
    store.memory.clear();

    long writer = ending == Ending.CLEAR ? BlockInfo.NO_WRITER() : BareStore.NO_TASK;
    assertThat(seen).containsExactly(new Seen(false, 60, true, writer, true));
    assertThat(store.bytesUsed()).isZero();
  }

  @Test
  void everyRegistrationOfAnIdHasItsOwnRelease() {
    store.put(A, 10, a);
    store.remove(A);
    store.put(A, 20, b);
    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isZero();

    store.remove(A);

    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isEqualTo(1);
  }

  @Test
  void removalOfAnAbsentBlockDoesNothing() {
    store.remove(A);

    assertThat(store.memory.remove(A)).isFalse();
    assertThat(store.bytesUsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void ordinaryExceptionIsSwallowedAndNothingIsLost(Ending ending) {
    store.put(
        A,
        30,
        () -> {
          a.release();
          throw new Exception("engine");
        });
    store.put(B, 30, b);

    ending.end(store);
    store.remove(B);

    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isEqualTo(1);
    assertThat(store.has(A)).isFalse();
    assertThat(store.hasInfo(A)).isEqualTo(ending == Ending.CLEAR);
    assertThat(store.bytesUsed()).isEqualTo(ending == Ending.EVICTION ? 100 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void fatalErrorLeavesAfterTheWholeWork(Ending ending) {
    OutOfMemoryError fatal = new OutOfMemoryError("engine");
    store.put(
        A,
        30,
        () -> {
          a.release();
          throw fatal;
        });

    assertThatThrownBy(() -> ending.end(store)).isSameAs(fatal);

    assertThat(a.releases).isEqualTo(1);
    assertThat(store.bytesUsed()).isZero();
    assertThat(store.has(A)).isFalse();
    assertThat(store.hasInfo(A)).isEqualTo(ending == Ending.CLEAR);
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
    assertThat(store.put(C, 100, b)).isEqualTo(NativePutResult.STORED);
  }

  @Test
  void evictionDropsAllVictimsBeforeTheFirstFatalErrorLeaves() {
    InterruptedException first = new InterruptedException("first");
    LinkageError second = new LinkageError("second");
    store.put(
        A,
        30,
        () -> {
          throw first;
        });
    store.put(
        B,
        30,
        () -> {
          throw second;
        });
    store.put(C, 30, a);

    assertThatThrownBy(() -> store.put(D, 90, b)).isSameAs(first).hasSuppressedException(second);

    assertThat(store.dropped).containsExactly(A, B, C);
    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isZero();
    assertThat(store.bytesUsed()).isZero();
    assertThat(store.locks.size()).isZero();
    assertThat(store.locks.getTaskLockCount(BareStore.NO_TASK)).isZero();
  }

  @Test
  void fatalErrorUnderExecutionPressureLeavesThePoolsWhole() {
    BareStore shared = new BareStore(100, 40);
    StackOverflowError fatal = new StackOverflowError("engine");
    shared.put(
        A,
        100,
        () -> {
          throw fatal;
        });

    assertThatThrownBy(() -> shared.manager.acquireExecutionMemory(60, 1L, MemoryMode.ON_HEAP))
        .isSameAs(fatal);

    assertThat(shared.bytesUsed()).isZero();
    assertThat(shared.manager.acquireExecutionMemory(60, 1L, MemoryMode.ON_HEAP)).isEqualTo(60);
  }

  @Test
  void releaseMayRemoveAnotherBlock() {
    AtomicInteger usedAfterNested = new AtomicInteger();
    store.put(
        A,
        40,
        () -> {
          store.remove(B);
          usedAfterNested.set((int) store.bytesUsed());
        });
    store.put(B, 40, b);

    store.put(C, 30, new Payload());

    assertThat(b.releases).isEqualTo(1);
    assertThat(usedAfterNested).hasValue(40);
    assertThat(store.bytesUsed()).isEqualTo(30);
    assertThat(store.hasInfo(A) || store.hasInfo(B)).isFalse();
  }

  @Test
  void releaseMayPutAnotherBlock() {
    List<NativePutResult> nested = new ArrayList<>();
    store.put(A, 60, () -> nested.add(store.put(B, 20, b)));

    assertThat(store.put(C, 80, a)).isEqualTo(NativePutResult.STORED);

    assertThat(nested).containsExactly(NativePutResult.STORED);
    assertThat(store.has(B)).isTrue();
    assertThat(store.bytesUsed()).isEqualTo(100);
  }

  @Test
  void fatalErrorOfANestedRemovalLeavesWithTheOutermostOperation() {
    ThreadDeath fatal = new ThreadDeath();
    List<String> log = new ArrayList<>();
    store.put(
        A,
        40,
        () -> {
          store.remove(B);
          log.add("nested removal returned");
        });
    store.put(
        B,
        40,
        () -> {
          throw fatal;
        });

    assertThatThrownBy(() -> store.remove(A)).isSameAs(fatal);

    assertThat(log).hasSize(1);
    assertThat(store.bytesUsed()).isZero();
    assertThat(store.locks.size()).isZero();
    assertThat(store.put(C, 10, a)).isEqualTo(NativePutResult.STORED);
    store.remove(C);
  }

  @Test
  void clearReleasesFromTheLeastRecentEnd() {
    List<String> order = new ArrayList<>();
    store.put(A, 10, () -> order.add("a used " + store.bytesUsed()));
    store.put(B, 20, () -> order.add("b used " + store.bytesUsed()));
    store.natives.pinNative(A).orElseThrow().close();

    store.memory.clear();

    assertThat(order).containsExactly("b used 30", "a used 10");
  }

  @Test
  void storeThatIsBeingClearedHasNoSpace() {
    List<NativePutResult> nested = new ArrayList<>();
    store.put(A, 10, () -> nested.add(store.put(B, 10, b)));

    store.memory.clear();

    assertThat(nested).containsExactly(NativePutResult.NO_SPACE);
    assertThat(store.hasInfo(B)).isFalse();
    assertThat(b.releases).isZero();
    assertThat(store.put(B, 10, b)).isEqualTo(NativePutResult.STORED);
  }
}
