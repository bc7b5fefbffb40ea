package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** R14: block infos, who has locked them, and by what they are found, as in stock. */
class BlockInfosTest {
  private static final RDDBlockId RDD_A = new RDDBlockId(1, 0);
  private static final RDDBlockId RDD_B = new RDDBlockId(1, 1);
  private static final RDDBlockId OTHER = new RDDBlockId(2, 0);
  private static final BroadcastBlockId BROADCAST = new BroadcastBlockId(3, "");
  private static final BroadcastBlockId PIECE = new BroadcastBlockId(3, "piece0");
  private static final CacheId CACHED = new CacheId("session", "hash");
  private static final TestBlockId TEST = new TestBlockId("t");

  private final BlockInfoManager locks = new BlockInfoManager(true);

  @AfterEach
  void leave() {
    BareStore.leaveTask();
  }

  private static BlockInfo info() {
    return new BlockInfo(StorageLevel.MEMORY_ONLY(), ClassTag$.MODULE$.Any(), false);
  }

  private void make(BlockId id) {
    assertThat(locks.lockNewBlockForWriting(id, info(), false)).isTrue();
    locks.unlock(id, Option.empty());
  }

  private static <T> Collection<T> java(scala.collection.Iterable<T> all) {
    return CollectionConverters.asJavaCollection(all);
  }

  @Test
  void blocksAreFoundByTheirRddBroadcastAndSession() {
    for (BlockId id : new BlockId[] {RDD_A, RDD_B, OTHER, BROADCAST, PIECE, CACHED, TEST}) {
      make(id);
    }
    assertThat(java(locks.rddBlockIds(1))).containsExactlyInAnyOrder(RDD_A, RDD_B);
    assertThat(java(locks.broadcastBlockIds(3))).containsExactlyInAnyOrder(BROADCAST, PIECE);
    assertThat(java(locks.sessionBlockIds("session"))).containsExactly(CACHED);
    assertThat(java(locks.rddBlockIds(9))).isEmpty();
    assertThat(locks.size()).isEqualTo(7);
    assertThat(CollectionConverters.asJava(locks.entries())).toIterable().hasSize(7);
    // Infos, and the two sets of whoever is no task, which holds nothing.
    assertThat(locks.getNumberOfMapEntries()).isEqualTo(9);
    locks.lockForReading(RDD_A, true);
    locks.lockForReading(RDD_A, true);
    locks.lockForWriting(RDD_B, true);
    assertThat(locks.getNumberOfMapEntries()).isEqualTo(12);
    locks.unlock(RDD_A, Option.empty());
    locks.unlock(RDD_A, Option.empty());
    locks.unlock(RDD_B, Option.empty());

    for (BlockId id : new BlockId[] {RDD_A, BROADCAST, PIECE, CACHED, TEST}) {
      locks.lockForWriting(id, true);
      locks.removeBlock(id);
    }
    assertThat(java(locks.rddBlockIds(1))).containsExactly(RDD_B);
    assertThat(java(locks.broadcastBlockIds(3))).isEmpty();
    assertThat(java(locks.sessionBlockIds("session"))).isEmpty();
    assertThat(locks.getNumberOfMapEntries()).isEqualTo(4);

    locks.clear();
    assertThat(locks.size()).isZero();
    assertThat(java(locks.rddBlockIds(1))).isEmpty();
    assertThat(locks.getNumberOfMapEntries()).isZero();
  }

  @Test
  void anRddBlockIsInvisibleUntilItIsMarked() {
    assertThat(locks.isRDDBlockVisible(RDD_A)).isFalse();
    make(RDD_A);
    make(TEST);
    assertThat(locks.containsInvisibleRDDBlock(RDD_A)).isTrue();
    assertThat(locks.containsInvisibleRDDBlock(RDD_B)).isFalse();
    assertThat(locks.isRDDBlockVisible(RDD_A)).isFalse();

    locks.tryMarkBlockAsVisible(RDD_A);

    assertThat(locks.isRDDBlockVisible(RDD_A)).isTrue();
    assertThat(locks.containsInvisibleRDDBlock(RDD_A)).isFalse();
    assertThat(locks.lockNewBlockForWriting(RDD_A, info(), false)).isFalse();
    assertThat(locks.isRDDBlockVisible(RDD_A)).isTrue();

    locks.lockForWriting(RDD_A, true);
    locks.removeBlock(RDD_A);
    assertThat(locks.isRDDBlockVisible(RDD_A)).isFalse();
    make(RDD_A);
    locks.lockForWriting(RDD_A, true);
    locks.removeBlock(RDD_A);
    assertThat(locks.containsInvisibleRDDBlock(RDD_A)).isFalse();
    make(RDD_B);
    locks.clear();
    assertThat(locks.containsInvisibleRDDBlock(RDD_B)).isFalse();
  }

  @Test
  void withoutTrackingEveryRddBlockIsVisible() {
    BlockInfoManager plain = new BlockInfoManager(false);
    assertThat(plain.isRDDBlockVisible(RDD_A)).isTrue();
    plain.lockNewBlockForWriting(RDD_A, info(), false);
    assertThat(plain.isRDDBlockVisible(RDD_A)).isTrue();
    assertThat(plain.containsInvisibleRDDBlock(RDD_A)).isFalse();
    plain.tryMarkBlockAsVisible(RDD_A);
  }

  @Test
  void aSizeThatIsSetIsKept() {
    BlockInfo info = info();
    assertThat(info.size()).isZero();
    info.size_$eq(12);
    assertThat(info.size()).isEqualTo(12);
    assertThat(info.tellMaster()).isFalse();
    assertThat(info.level()).isEqualTo(StorageLevel.MEMORY_ONLY());
    assertThat(info.classTag()).isEqualTo(ClassTag$.MODULE$.Any());
    assertThat(
            new BlockInfo(StorageLevel.MEMORY_ONLY(), ClassTag$.MODULE$.Any(), true).tellMaster())
        .isTrue();
    assertThat(info.writerTask()).isEqualTo(-1).isEqualTo(BlockInfo.NO_WRITER());
    assertThat(BlockInfo.NON_TASK_WRITER()).isEqualTo(-1024);
  }

  @Test
  void anInfoHasReadersOrAWriterAndNeverFewerThanNone() {
    assertThatThrownBy(() -> info().readerCount_$eq(-1)).isInstanceOf(AssertionError.class);
    BlockInfo read = info();
    read.readerCount_$eq(1);
    assertThatThrownBy(() -> read.writerTask_$eq(1)).isInstanceOf(AssertionError.class);
    BlockInfo written = info();
    written.writerTask_$eq(1);
    assertThatThrownBy(() -> written.readerCount_$eq(1)).isInstanceOf(AssertionError.class);
    BlockInfo broken = info();
    broken.readerCount_$eq(2);
    broken.readerCount_$eq(0);
    broken.writerTask_$eq(3);
    broken.size_$eq(1);
    assertThat(broken.writerTask()).isEqualTo(3);
  }

  @Test
  void locksAreCountedForEachTask() {
    locks.registerTask(1);
    BareStore.enterTask(1);
    make(RDD_A);
    assertThat(locks.getTaskLockCount(1)).isZero();
    locks.lockForReading(RDD_A, locks.lockForReading$default$2());
    locks.lockForReading(RDD_A, true);
    assertThat(locks.lockNewBlockForWriting(TEST, info(), locks.lockNewBlockForWriting$default$3()))
        .isTrue();
    assertThat(locks.getTaskLockCount(1)).isEqualTo(3);
    assertThat(locks.getTaskLockCount(2)).isZero();
    assertThat(java(locks.releaseAllLocksForTask(1))).containsExactly(TEST, RDD_A);
    assertThat(locks.getTaskLockCount(1)).isZero();
    assertThat(locks.get(RDD_A).get().readerCount()).isZero();
    assertThat(locks.get(TEST).get().writerTask()).isEqualTo(BlockInfo.NO_WRITER());
  }

  @Test
  void aNewBlockThatIsThereIsLockedForReadingIfThatIsWanted() {
    locks.registerTask(1);
    BareStore.enterTask(1);
    make(TEST);
    assertThat(locks.lockNewBlockForWriting(TEST, info(), true)).isFalse();
    assertThat(locks.get(TEST).get().readerCount()).isEqualTo(1);
    assertThat(locks.lockNewBlockForWriting(TEST, info(), false)).isFalse();
    assertThat(locks.get(TEST).get().readerCount()).isEqualTo(1);
    locks.unlock(TEST, Option.apply(1L));
    assertThat(locks.get(TEST).get().readerCount()).isZero();
    assertThat(locks.getTaskLockCount(1)).isZero();
  }

  @Test
  void whoHasNotLockedIsRefused() {
    locks.registerTask(1);
    make(TEST);
    BareStore.enterTask(1);
    assertThatThrownBy(() -> locks.assertBlockIsLockedForWriting(TEST))
        .hasMessageContaining("has not locked");
    assertThatThrownBy(() -> locks.assertBlockIsLockedForWriting(RDD_A))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> locks.downgradeLock(TEST))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> locks.removeBlock(TEST)).hasMessageContaining("without a write lock");
    assertThatThrownBy(() -> locks.removeBlock(RDD_A)).hasMessageContaining("does not exist");
    assertThatThrownBy(() -> locks.unlock(TEST, Option.empty())).isInstanceOf(AssertionError.class);
    assertThat(locks.get(RDD_A).isEmpty()).isTrue();
    locks.lockForWriting(TEST, locks.lockForWriting$default$2());
    assertThat(locks.assertBlockIsLockedForWriting(TEST)).isSameAs(locks.get(TEST).get());
    locks.downgradeLock(TEST);
    assertThat(locks.get(TEST).get().readerCount()).isEqualTo(1);
    assertThat(locks.get(TEST).get().writerTask()).isEqualTo(BlockInfo.NO_WRITER());
  }

  /** Runs it on a thread of its own, which must come to an end. */
  private static Thread started(Runnable call) {
    Thread thread = new Thread(call, "beside");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void ends(Thread thread) throws InterruptedException {
    thread.join(5_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void aRefusalLeavesNobodyWaiting() throws InterruptedException {
    make(TEST);
    assertThatThrownBy(() -> locks.assertBlockIsLockedForWriting(TEST))
        .hasMessageContaining("has not locked");

    ends(started(() -> locks.lockForReading(TEST, true)));
    assertThat(locks.get(TEST).get().readerCount()).isEqualTo(1);
  }

  @Test
  void aClearLeavesNobodyWaiting() throws InterruptedException {
    make(TEST);
    locks.lockForReading(TEST, true);
    Thread waiting = started(() -> locks.lockForWriting(TEST, true));
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }

    locks.clear();

    ends(waiting);
    locks.registerTask(BlockInfo.NON_TASK_WRITER());
    ends(started(() -> locks.lockNewBlockForWriting(TEST, info(), false)));
    assertThat(locks.get(TEST).isDefined()).isTrue();
  }

  @Test
  void anUnlockOfMoreThanATaskHasIsRefused() {
    locks.registerTask(1);
    locks.registerTask(2);
    make(TEST);
    BareStore.enterTask(1);
    locks.lockForReading(TEST, true);
    locks.lockForReading(TEST, true);
    BareStore.enterTask(2);
    assertThatThrownBy(() -> locks.unlock(TEST, Option.empty()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("more times than it acquired it");
  }

  @Test
  void entriesAreTheBlocksWithTheirInfos() {
    make(TEST);
    var entry = locks.entries().next();
    assertThat(entry._1()).isEqualTo(TEST);
    assertThat(entry._2()).isSameAs(locks.get(TEST).get());
  }

  /** Whoever does not say otherwise waits, and keeps a read lock of what is there. */
  @Test
  void defaultsAreToWaitAndToKeep() {
    assertThat(locks.lockForReading$default$2()).isTrue();
    assertThat(locks.lockForWriting$default$2()).isTrue();
    assertThat(locks.lockNewBlockForWriting$default$3()).isTrue();
  }

  @Test
  void aTaskThatIsNotKnownLeavesNobodyWaiting() throws InterruptedException {
    make(TEST);
    BareStore.enterTask(99);
    assertThatThrownBy(() -> locks.lockNewBlockForWriting(TEST, info(), true))
        .isInstanceOf(NullPointerException.class);

    AtomicBoolean made = new AtomicBoolean(true);
    ends(started(() -> made.set(locks.lockNewBlockForWriting(TEST, info(), false))));
    assertThat(made).isFalse();
  }

  /** An RDD, a broadcast or a session of which nothing is left takes no memory. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsKeptOfWhatIsGone(boolean cleared) throws ReflectiveOperationException {
    for (BlockId id : new BlockId[] {RDD_A, BROADCAST, CACHED}) {
      make(id);
      if (!cleared) {
        locks.lockForWriting(id, true);
        locks.removeBlock(id);
      }
    }
    if (cleared) {
      locks.clear();
    }
    for (String name : new String[] {"rddToBlockIds", "broadcastToBlockIds", "sessionToBlockIds"}) {
      var field = BlockInfoManager.class.getDeclaredField(name);
      field.setAccessible(true);
      assertThat((java.util.Map<?, ?>) field.get(locks)).as(name).isEmpty();
    }
  }
}
