package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.Function0;
import scala.Option;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Either;

/**
 * R1, R5: who owns the payload when a call in the midst of a put fails. If the put throws, its
 * caller does, and nothing is left behind; if it says STORED, Spark does, and the block can be
 * evicted.
 */
class PutOwnershipTest implements BlockEvictionHandler {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");

  private final SparkConf conf = new SparkConf(false);
  private final FailingLocks locks = new FailingLocks();
  private final FailingMemory manager = new FailingMemory(conf);
  private final MemoryStore store = new MemoryStore(conf, locks, null, manager, this);
  private final NativeBlockStore natives = new NativeBlockStore(store, locks);
  private final Payload a = new Payload();

  /** What a call in a put may fail with. */
  private enum Failure implements Supplier<Throwable> {
    OUT_OF_MEMORY {
      @Override
      public Throwable get() {
        return new OutOfMemoryError("injected");
      }
    },
    STACK_OVERFLOW {
      @Override
      public Throwable get() {
        return new StackOverflowError("injected");
      }
    },
    ORDINARY {
      @Override
      public Throwable get() {
        return new IllegalStateException("injected");
      }
    };

    static <E extends Throwable> void raise(Deque<Throwable> failures) throws E {
      Throwable next = failures.poll();
      if (next != null) {
        @SuppressWarnings("unchecked")
        E unchecked = (E) next;
        throw unchecked;
      }
    }
  }

  private static final class FailingLocks extends BlockInfoManager {
    final Deque<Throwable> beforeLock = new ArrayDeque<>();
    final Deque<Throwable> insideLock = new ArrayDeque<>();
    final Deque<Throwable> afterLock = new ArrayDeque<>();
    final Deque<Throwable> beforeUnlock = new ArrayDeque<>();
    final Deque<Throwable> afterUnlock = new ArrayDeque<>();
    Runnable onceUnlocked = () -> {};

    FailingLocks() {
      super(false);
    }

    @Override
    public boolean lockNewBlockForWriting(BlockId id, BlockInfo info, boolean keepReadLock) {
      Failure.<RuntimeException>raise(beforeLock);
      boolean isNew = super.lockNewBlockForWriting(id, info, keepReadLock);
      Failure.<RuntimeException>raise(afterLock);
      return isNew;
    }

    /** Stock calls it when the info is in the map. */
    @Override
    public Option<BlockInfo> lockForWriting(BlockId id, boolean blocking) {
      Failure.<RuntimeException>raise(insideLock);
      return super.lockForWriting(id, blocking);
    }

    @Override
    public void unlock(BlockId id, Option<Object> task) {
      Failure.<RuntimeException>raise(beforeUnlock);
      super.unlock(id, task);
      if (!afterUnlock.isEmpty()) {
        onceUnlocked.run();
      }
      Failure.<RuntimeException>raise(afterUnlock);
    }
  }

  private static final class FailingMemory extends UnifiedMemoryManager {
    final Deque<Throwable> beforeAcquire = new ArrayDeque<>();

    FailingMemory(SparkConf conf) {
      super(conf, 100, 99, 1);
    }

    @Override
    public boolean acquireStorageMemory(BlockId id, long bytes, MemoryMode mode) {
      Failure.<RuntimeException>raise(beforeAcquire);
      return super.acquireStorageMemory(id, bytes, mode);
    }
  }

  @BeforeEach
  void connect() {
    manager.setMemoryStore(store);
  }

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    store.remove(id);
    return StorageLevel.NONE();
  }

  private NativePutResult put() {
    return natives.putNative(A, 10, MemoryMode.ON_HEAP, a);
  }

  private void callerOwns(Throwable failure) {
    assertThatThrownBy(this::put).isSameAs(failure);
    assertThat(a.releases).isZero();
    assertThat(store.contains(A)).isFalse();
    assertThat(manager.onHeapStorageMemoryUsed()).isZero();
    assertThat(locks.get(A)).isEqualTo(Option.empty());
    assertThat(put()).isEqualTo(NativePutResult.STORED);
  }

  private void sparkOwns() {
    assertThat(put()).isEqualTo(NativePutResult.STORED);
    assertThat(a.releases).isZero();
    assertThat(locks.get(A).get().writerTask()).isEqualTo(BlockInfo.NO_WRITER());
    assertThat(natives.removeNative(A)).isTrue();
    assertThat(a.releases).isEqualTo(1);
    assertThat(manager.onHeapStorageMemoryUsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void failureToLockIsTheCallers(Failure failure) {
    Throwable thrown = failure.get();
    locks.beforeLock.add(thrown);
    callerOwns(thrown);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void failureOnceLockedIsTheCallers(Failure failure) {
    Throwable thrown = failure.get();
    locks.afterLock.add(thrown);
    callerOwns(thrown);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void failureToReserveIsTheCallers(Failure failure) {
    Throwable thrown = failure.get();
    manager.beforeAcquire.add(thrown);
    callerOwns(thrown);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void failureToUnlockOnceIsSparks(Failure failure) {
    locks.beforeUnlock.add(failure.get());
    sparkOwns();
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void failureToUnlockTwiceIsSparks(Failure failure) {
    locks.beforeUnlock.add(failure.get());
    locks.beforeUnlock.add(failure.get());
    sparkOwns();
  }

  /** Another thread that runs as the same task evicts the block already. */
  @ParameterizedTest
  @EnumSource(Failure.class)
  void failureOnceUnlockedLeavesTheNextWritersLock(Failure failure) {
    locks.onceUnlocked = () -> assertThat(locks.lockForWriting(A, false).isDefined()).isTrue();
    locks.afterUnlock.add(failure.get());

    assertThat(put()).isEqualTo(NativePutResult.STORED);

    assertThat(locks.get(A).get().writerTask()).isEqualTo(BlockInfo.NON_TASK_WRITER());
    assertThat(natives.tryPin(A)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void failureOnceUnlockedIsSparks(Failure failure) {
    locks.afterUnlock.add(failure.get());
    sparkOwns();
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void failureToLockHalfWayIsTheCallers(Failure failure) {
    Throwable thrown = failure.get();
    locks.insideLock.add(thrown);
    callerOwns(thrown);
  }

  @Test
  void lockThatIsNotOursStays() {
    put();
    BlockInfo removers = locks.lockForWriting(A, false).get();
    BareStore.enterTask(1);
    try {
      assertThatIllegalArgumentException().isThrownBy(() -> locks.unlock(A, Option.empty()));
      assertThatIllegalArgumentException().isThrownBy(() -> locks.removeBlock(A));
      NativeLocks.forget(A, removers, locks);
    } finally {
      BareStore.leaveTask();
    }
    NativeLocks.forget(A, new BlockInfo(StorageLevel.MEMORY_ONLY(), ANY, false), locks);

    assertThat(removers.writerTask()).isEqualTo(BareStore.NO_TASK);
    assertThat(locks.get(A).isDefined()).isTrue();
  }
}
