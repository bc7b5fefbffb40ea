package dev.lockstep.spark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Observation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.TestBlockId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * Stock Spark, docs/findings/unlock-without-a-lock.md: an unlock by a task that holds no lock takes
 * another task's lock. The patch does not touch {@code BlockInfoManager.unlock}.
 */
class UnlockWithoutLockTest {
  private static final BlockId BLOCK = new TestBlockId("read");

  private final BlockInfoManager locks = new BlockInfoManager(false);
  private final TaskContexts tasks = new TaskContexts();

  @BeforeEach
  void taskOneReads() {
    locks.registerTask(1L);
    locks.registerTask(2L);
    as(
        1,
        () -> {
          BlockInfo info =
              new BlockInfo(StorageLevel.MEMORY_ONLY(), ClassTag$.MODULE$.Any(), false);
          locks.lockNewBlockForWriting(BLOCK, info, false);
          locks.unlock(BLOCK, Option.empty());
          locks.lockForReading(BLOCK, false);
        });
  }

  @Test
  void strayUnlockTakesTheReaderOffBeforeItFails() {
    assertThatThrownBy(this::taskTwoUnlocks)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("more times than it acquired it");

    assertThat(info().readerCount()).isZero();
    assertThat(locks.getTaskLockCount(1L)).isEqualTo(1);
  }

  @Test
  void aWriterThenGetsInBesideTheReader() {
    assertThatThrownBy(this::taskTwoUnlocks).isInstanceOf(AssertionError.class);

    as(2, () -> assertThat(locks.lockForWriting(BLOCK, false).isDefined()).isTrue());

    assertThat(locks.getTaskLockCount(1L)).isEqualTo(1);
  }

  @Test
  void theReadersOwnUnlockThenFails() {
    assertThatThrownBy(this::taskTwoUnlocks).isInstanceOf(AssertionError.class);

    assertThatThrownBy(() -> as(1, () -> locks.unlock(BLOCK, Option.empty())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is not locked for reading");
  }

  @Test
  void theEndOfTheReadersTaskThenLeavesANegativeCount() {
    assertThatThrownBy(this::taskTwoUnlocks).isInstanceOf(AssertionError.class);

    assertThatThrownBy(() -> as(1, () -> locks.releaseAllLocksForTask(1L)))
        .isInstanceOf(AssertionError.class);
    assertThat(info().readerCount()).isEqualTo(-1);
  }

  @Test
  void strayUnlockOfAWrittenBlockTakesTheWritersLock() {
    as(
        1,
        () -> {
          locks.unlock(BLOCK, Option.empty());
          locks.lockForWriting(BLOCK, false);
        });

    taskTwoUnlocks();

    assertThat(info().writerTask()).isEqualTo(BlockInfo.NO_WRITER());
  }

  /** Stock would take the pin away: the patch has its own lock for a native block. */
  @Test
  void aPinOfAnotherTaskStays() {
    try (SparkStore store = new SparkStore(constants(), new PatchNatives())) {
      store.apply(new Action.PutNative(1, "n"));
      store.apply(new Action.Pin(1, "n"));

      Observation unlock = store.apply(new Action.Unlock(2, "n"));
      Observation remove = store.apply(new Action.Remove(2, "n"));
      Observation read = store.apply(new Action.Unlock(1, "n"));

      assertThat(unlock.result()).isEqualTo(Result.REFUSED);
      assertThat(unlock.anomalies()).isEmpty();
      assertThat(remove.result()).isEqualTo(Result.WAITS);
      assertThat(remove.anomalies()).isEmpty();
      assertThat(read.result()).isEqualTo(Result.UNLOCKED);
      assertThat(read.anomalies()).isEmpty();
    }
  }

  private void taskTwoUnlocks() {
    as(2, () -> locks.unlock(BLOCK, Option.empty()));
  }

  private BlockInfo info() {
    return locks.get(BLOCK).get();
  }

  private void as(int task, Runnable call) {
    tasks.enter(task);
    try {
      call.run();
    } finally {
      tasks.leave();
    }
  }

  private static Constants constants() {
    return new Constants(
        2,
        List.of(
            new BlockSpec(
                "n", BlockKind.NATIVE, 1, MemoryMode.ON_HEAP, 0, ReleaseBehaviour.RETURNS)),
        new PoolSpec(2, 1),
        new PoolSpec(0, 0),
        1,
        Set.of(),
        Set.of(),
        new TreeSet<>(),
        1);
  }
}
