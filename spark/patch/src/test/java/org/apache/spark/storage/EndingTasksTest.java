package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Function0;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Either;

/**
 * R11: what another thread of a task does while the task's locks are given back. The moment is
 * after the pins have gone and before stock looks at what is left.
 */
class EndingTasksTest implements BlockEvictionHandler {
  private static final long TASK = 1;
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");
  private static final BlockId JVM = new TestBlockId("jvm");

  private final List<Runnable> meanwhile = new ArrayList<>();
  private final SparkConf conf = new SparkConf(false);
  private final Interrupted locks = new Interrupted();
  private final UnifiedMemoryManager manager = new UnifiedMemoryManager(conf, 100, 99, 1);
  private final MemoryStore store = new MemoryStore(conf, locks, null, manager, this);
  private final NativeBlockStore natives = new NativeBlockStore(store, locks);
  private final Payload a = new Payload();

  private class Interrupted extends BlockInfoManager {
    Interrupted() {
      super(false);
    }

    @Override
    public Seq<BlockId> stock$releaseAllLocksForTask(long task) {
      meanwhile.forEach(Runnable::run);
      return super.stock$releaseAllLocksForTask(task);
    }
  }

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    store.remove(id);
    return StorageLevel.NONE();
  }

  @BeforeEach
  void pinned() {
    manager.setMemoryStore(store);
    natives.putNative(A, 10, MemoryMode.ON_HEAP, a);
    locks.registerTask(TASK);
    BareStore.enterTask(TASK);
  }

  @AfterEach
  void leave() {
    BareStore.leaveTask();
  }

  private int readers(BlockId id) {
    return locks.get(id).get().readerCount();
  }

  private List<BlockId> end() {
    return CollectionConverters.asJava(locks.releaseAllLocksForTask(TASK));
  }

  @Test
  void endGivesBackAllPinsOfABlockAndNamesItOnce() {
    natives.pinNative(A);
    natives.pinNative(A);
    locks.lockNewBlockForWriting(
        JVM, new BlockInfo(StorageLevel.MEMORY_ONLY(), ClassTag$.MODULE$.Any(), false), false);

    assertThat(end()).containsExactly(JVM, A);

    assertThat(readers(A)).isZero();
    assertThat(locks.get(JVM).get().writerTask()).isEqualTo(BlockInfo.NO_WRITER());
    assertThat(natives.removeNative(A)).isTrue();
  }

  @Test
  void taskThatIsEndingGetsNoPin() {
    natives.pinNative(A);
    meanwhile.add(() -> assertThatIllegalStateException().isThrownBy(() -> natives.pinNative(A)));

    end();

    assertThat(readers(A)).isZero();
  }

  /** An end that found nobody who had ever pinned would leave a pin that began meanwhile behind. */
  @Test
  void taskThatIsEndingGetsNoFirstPinEither() {
    meanwhile.add(() -> assertThatIllegalStateException().isThrownBy(() -> natives.pinNative(A)));

    end();

    assertThat(readers(A)).isZero();
  }

  @Test
  void taskThatHasEndedGetsNoPin() {
    natives.pinNative(A);
    end();

    assertThatIllegalStateException()
        .isThrownBy(() -> natives.pinNative(A))
        .withMessageContaining("task attempt 1 has ended");
    assertThat(readers(A)).isZero();
  }

  @Test
  void pinThatIsClosedMeanwhileIsNotGivenBackTwice() {
    PinnedNativeBlock pin = natives.pinNative(A).orElseThrow();
    BareStore.leaveTask();
    PinnedNativeBlock others = natives.pinNative(A).orElseThrow();
    meanwhile.add(pin::close);

    end();

    assertThat(readers(A)).isEqualTo(1);
    others.close();
    assertThat(readers(A)).isZero();
  }

  @Test
  void pinsOfABlockThatAStopHasForgottenAreNobodys() {
    natives.pinNative(A);
    locks.blockInfoWrappers.remove(A);

    assertThat(end()).isEmpty();
    assertThat(locks.getTaskLockCount(TASK)).isZero();
  }

  @Test
  void taskWithoutPinsEndsAsInStock() {
    locks.lockNewBlockForWriting(
        JVM, new BlockInfo(StorageLevel.MEMORY_ONLY(), ClassTag$.MODULE$.Any(), false), false);

    assertThat(end()).containsExactly(JVM);
  }

  /** As if it came later; of a stop it would be told that there is no space. */
  @Test
  void putWhoseTaskHasEndedMeanwhileIsRefused() {
    Interrupted ending =
        new Interrupted() {
          @Override
          public boolean lockNewBlockForWriting(BlockId id, BlockInfo info, boolean keepReadLock) {
            boolean isNew = super.lockNewBlockForWriting(id, info, keepReadLock);
            releaseAllLocksForTask(TASK);
            return isNew;
          }
        };
    ending.registerTask(TASK);
    NativeBlockStore puts =
        new NativeBlockStore(new MemoryStore(conf, ending, null, manager, this), ending);

    assertThatIllegalStateException()
        .isThrownBy(() -> puts.putNative(B, 1, MemoryMode.ON_HEAP, a))
        .withMessageContaining("task attempt 1 has ended");

    assertThat(ending.get(B)).isEqualTo(Option.empty());
    assertThat(a.releases).isZero();
  }

  @Test
  void putWhoseTaskEndsMeanwhileLeavesNoInfo() {
    natives.pinNative(A);
    end();
    locks.registerTask(TASK);
    MemoryStore full =
        new MemoryStore(
            conf,
            locks,
            null,
            new UnifiedMemoryManager(conf, 100, 99, 1) {
              @Override
              public boolean acquireStorageMemory(
                  BlockId id, long bytes, org.apache.spark.memory.MemoryMode mode) {
                end();
                return false;
              }
            },
            this);

    assertThat(new NativeBlockStore(full, locks).putNative(B, 1, MemoryMode.ON_HEAP, a))
        .isEqualTo(NativePutResult.NO_SPACE);

    assertThat(locks.get(B)).isEqualTo(Option.empty());
  }
}
