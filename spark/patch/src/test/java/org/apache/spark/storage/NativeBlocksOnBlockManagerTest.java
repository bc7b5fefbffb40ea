package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Function0;
import scala.Option;
import scala.collection.Iterator$;
import scala.collection.immutable.Set$;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** The woven block manager of a real local SparkContext. */
class NativeBlocksOnBlockManagerTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");
  private static final BlockId JVM = new TestBlockId("jvm");
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();
  private static final StorageLevel MEMORY = StorageLevel.MEMORY_ONLY();

  private final Payload a = new Payload();
  private final Payload b = new Payload();
  private SparkContext context;
  private BlockManager manager;
  private long bytesMax;

  @BeforeEach
  void start() {
    context =
        new SparkContext(
            new SparkConf(false)
                .setMaster("local[1]")
                .setAppName("native blocks")
                .set("spark.ui.enabled", "false")
                .set("spark.testing.memory", "20000000")
                .set("spark.testing.reservedMemory", "0")
                .set("spark.taskMetrics.trackUpdatedBlockStatuses", "true"));
    manager = context.env().blockManager();
    bytesMax = context.env().memoryManager().maxOnHeapStorageMemory();
  }

  @AfterEach
  void stop() {
    BareStore.leaveTask();
    context.stop();
  }

  @Test
  void putPinAndEvictWorkOnTheBlockManager() {
    assertThat(put(A, bytesMax / 2, a)).isEqualTo(NativePutResult.STORED);
    assertThat(put(A, 1, b)).isEqualTo(NativePutResult.DUPLICATE);
    assertThat(put(B, bytesMax + 1, b)).isEqualTo(NativePutResult.NO_SPACE);

    try (PinnedNativeBlock pin = manager.pinNative(A).orElseThrow()) {
      assertThat(pin.size()).isEqualTo(bytesMax / 2);
      assertThat(put(B, bytesMax, b)).isEqualTo(NativePutResult.NO_SPACE);
    }
    assertThat(a.releases).isZero();
    assertThat(put(B, bytesMax, b)).isEqualTo(NativePutResult.STORED);

    assertThat(a.releases).isEqualTo(1);
    assertThat(manager.pinNative(A)).isEmpty();
  }

  @Test
  void jvmBlockEvictsANativeOne() {
    put(A, bytesMax, a);

    assertThat(manager.putSingle(JVM, "value", MEMORY, true, ANY)).isTrue();

    assertThat(a.releases).isEqualTo(1);
    assertThat(manager.blockInfoManager().get(A).isEmpty()).isTrue();
  }

  @Test
  void removeBlockReleasesOnceAndPassesAFatalErrorOn() {
    LinkageError fatal = new LinkageError("engine");
    put(A, 10, a);
    put(
        B,
        10,
        () -> {
          throw fatal;
        });

    manager.removeBlock(A, true);
    manager.removeBlock(A, true);
    assertThatThrownBy(() -> manager.removeBlock(B, true)).isSameAs(fatal);

    assertThat(a.releases).isEqualTo(1);
    assertThat(manager.blockInfoManager().get(B).isEmpty()).isTrue();
    assertThat(context.env().memoryManager().storageMemoryUsed()).isZero();
    assertThat(put(B, bytesMax, b)).isEqualTo(NativePutResult.STORED);
  }

  @Test
  void ordinaryPutsRefuseANativeId() {
    ChunkedByteBuffer bytes = new ChunkedByteBuffer(ByteBuffer.allocate(8));
    List<ThrowingCallable> puts =
        List.of(
            () -> manager.putBytes(A, bytes, MEMORY, true, ANY),
            () -> manager.putIterator(A, Iterator$.MODULE$.empty(), MEMORY, true, ANY),
            () -> manager.putSingle(A, "value", MEMORY, true, ANY),
            () ->
                manager.putBlockData(A, new NioManagedBuffer(ByteBuffer.allocate(8)), MEMORY, ANY),
            () -> manager.putBlockDataAsStream(A, MEMORY, ANY));

    for (ThrowingCallable ordinary : puts) {
      assertThatIllegalArgumentException()
          .isThrownBy(ordinary)
          .withMessageContaining(A.name())
          .withMessageContaining("putNative");
    }
    assertThat(manager.blockInfoManager().size()).isZero();
  }

  @Test
  void blockStoreUpdaterAndDiskWriterRefuseANativeId() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                manager
                    .new ByteBufferBlockStoreUpdater<Object>(
                        A,
                        StorageLevel.DISK_ONLY(),
                        ANY,
                        new ChunkedByteBuffer(ByteBuffer.allocate(8)),
                        true,
                        false)
                    .save())
        .withMessageContaining("doPut cannot store " + A.name());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manager.getDiskWriter(A, null, null, 1, null))
        .withMessageContaining("getDiskWriter cannot store " + A.name());
    assertThat(manager.blockInfoManager().size()).isZero();
  }

  @Test
  void executorThatIsLeavingHasNoSpaceForNativeBlocks() {
    put(A, 10, a);
    manager.putSingle(JVM, "value", MEMORY, true, ANY);
    manager.decommissioner_$eq(
        Option.apply(new BlockManagerDecommissioner(context.conf(), manager)));

    assertThat(put(B, bytesMax, b)).isEqualTo(NativePutResult.NO_SPACE);

    assertThat(manager.memoryStore().entries.keySet()).containsExactly(A, JVM);
    assertThat(manager.blockInfoManager().get(B).isEmpty()).isTrue();
    manager.pinNative(A).orElseThrow().close();
    manager.removeBlock(A, true);
    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isZero();
  }

  /** R8: a removal in the close of a value, say, of a block that another task begins to put. */
  @Test
  @Timeout(20)
  void removalOfAnAbsentBlockWithTheMonitorHeldDoesNotWaitForAPut() throws Exception {
    BlockInfoManager locks = manager.blockInfoManager();
    BlockInfo begun = new BlockInfo(MEMORY, ANY, false);
    Field infos = BlockInfoManager.class.getDeclaredField("blockInfoWrappers");
    infos.setAccessible(true);
    infos.set(
        locks,
        new ConcurrentHashMap<BlockId, BlockInfoWrapper>(locks.blockInfoWrappers) {
          private boolean looked;

          @Override
          public BlockInfoWrapper get(Object id) {
            BlockInfoWrapper found = super.get(id);
            if (id.equals(A) && !looked) {
              looked = true;
              locks.lockNewBlockForWriting(A, begun, false);
            }
            return found;
          }
        });

    synchronized (context.env().memoryManager()) {
      manager.removeBlock(A, true);
    }

    assertThat(locks.get(A).get()).isSameAs(begun);
    locks.removeBlock(A);
  }

  @Test
  void removalOfAnRddTakesTheNativeBlocksThatItOwnsAlong() {
    NativeBlockId owned = NativeBlockId.ofRdd("velox", "p0", 7);
    NativeBlockId anothers = NativeBlockId.ofRdd("velox", "p0", 8);
    put(owned, 10, a);
    put(anothers, 10, b);
    put(A, 10, b);
    manager.putSingle(new RDDBlockId(7, 0), "value", MEMORY, true, ANY);

    assertThat(manager.removeRdd(7)).isEqualTo(1);

    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isZero();
    assertThat(manager.memoryStore().entries.keySet()).containsExactlyInAnyOrder(anothers, A);
  }

  @Test
  void enginesAreASourceOfSparksMetrics() {
    put(A, 10, a);
    put(B, bytesMax, b);
    put(NativeBlockId.of("comet", "c"), bytesMax, () -> {});
    manager.removeBlock(NativeBlockId.of("comet", "c"), true);

    List<Source> sources =
        CollectionConverters.asJava(context.env().metricsSystem().getSourcesByName("NativeBlocks"));
    assertThat(sources).hasSize(1);
    Map<String, Object> values = new TreeMap<>();
    sources
        .get(0)
        .metricRegistry()
        .getGauges()
        .forEach((name, gauge) -> values.put(name, gauge.getValue()));
    assertThat(values)
        .containsEntry("velox.blocks", 0L)
        .containsEntry("velox.bytes", 0L)
        .containsEntry("velox.blocksEvicted", 2L)
        .containsEntry("velox.bytesEvicted", 10 + bytesMax)
        .containsEntry("velox.blocksRemoved", 0L)
        .containsEntry("comet.blocks", 0L)
        .containsEntry("comet.blocksRemoved", 1L);
  }

  @Test
  void downgradeOfANativeBlocksLockIsRefused() {
    put(A, 10, a);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> manager.downgradeLock(A))
        .withMessageContaining("downgradeLock cannot unlock " + A.name());
  }

  @Test
  void statusThatAReportOfAllBlocksComputesLeavesRecencyAlone() {
    put(A, 10, a);
    manager.putSingle(JVM, "value", MEMORY, true, ANY);
    BlockInfo info = manager.blockInfoManager().get(A).get();

    assertThat(manager.org$apache$spark$storage$BlockManager$$getCurrentBlockStatus(A, info))
        .isEqualTo(BlockStatus.empty());

    assertThat(manager.memoryStore().entries.keySet()).containsExactly(A, JVM);
  }

  @Test
  void readsRefuseANativeBlockAndLeaveNoLock() {
    put(A, 10, a);
    List<ThrowingCallable> reads =
        List.of(
            () -> manager.getLocalValues(A),
            () -> manager.getLocalBytes(A),
            () -> manager.getLocalBlockData(A),
            () -> manager.get(A, ANY),
            () -> manager.getSingle(A, ANY),
            () -> manager.getRemoteValues(A, ANY),
            () -> manager.getRemoteBlock(A, buffer -> buffer),
            () -> manager.getRemoteBytes(A),
            () -> manager.replicateBlock(A, Set$.MODULE$.empty(), 2, Option.empty()),
            () -> getOrElseUpdate(true),
            () -> getOrElseUpdate(false));

    for (ThrowingCallable read : reads) {
      assertThatThrownBy(read)
          .isInstanceOf(NativeBlockAccessException.class)
          .hasMessageContaining(A.name())
          .hasMessageContaining("velox")
          .hasMessageContaining("pinNative");
    }
    assertThat(manager.blockInfoManager().get(A).get().readerCount()).isZero();
    assertThat(manager.blockInfoManager().getTaskLockCount(BareStore.NO_TASK)).isZero();
  }

  /** Private in stock: what is not visible yet is put, which locks, before it is read. */
  private void getOrElseUpdate(boolean visible) throws Throwable {
    Method method =
        BlockManager.class.getDeclaredMethod(
            "getOrElseUpdate",
            BlockId.class,
            StorageLevel.class,
            ClassTag.class,
            Function0.class,
            boolean.class);
    method.setAccessible(true);
    Function0<Object> values = () -> Iterator$.MODULE$.empty();
    try {
      method.invoke(manager, A, MEMORY, ANY, values, visible);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void masterNeverHearsOfANativeBlock() throws Exception {
    put(A, 10, a);
    manager.putSingle(JVM, "value", MEMORY, true, ANY);
    // What an executor sends when it registers anew (in local mode nothing may register anew).
    Method reportAllBlocks = BlockManager.class.getDeclaredMethod("reportAllBlocks");
    reportAllBlocks.setAccessible(true);
    reportAllBlocks.invoke(manager);

    assertThat(manager.master().getLocations(JVM).isEmpty()).isFalse();
    assertThat(manager.master().getLocations(A).isEmpty()).isTrue();
    assertThat(manager.master().getBlockStatus(A, false).isEmpty()).isTrue();
    manager.removeBlock(A, true);
    assertThat(manager.master().getBlockStatus(A, false).isEmpty()).isTrue();
  }

  @Test
  void executorsAnswerTheMasterNothingAboutNativeBlocks() {
    put(A, 10, a);
    put(B, 10, b);
    manager.putSingle(JVM, "value", MEMORY, true, ANY);

    assertThat(manager.master().getBlockStatus(A, true).isEmpty()).isTrue();
    assertThat(manager.master().getBlockStatus(JVM, true).isEmpty()).isFalse();
    assertThat(CollectionConverters.asJava(manager.master().getMatchingBlockIds(id -> true, true)))
        .contains(JVM)
        .doesNotContain(A, B);
    assertThat(manager.memoryStore().entries.keySet()).containsExactly(A, B, JVM);
  }

  @Test
  void strayUnlockOfANativeBlockIsRefused() {
    put(A, 10, a);
    try (PinnedNativeBlock pin = manager.pinNative(A).orElseThrow()) {
      List<ThrowingCallable> unlocks =
          List.of(
              () -> manager.releaseLock(A, Option.empty()),
              () -> manager.releaseLockAndDispose(A, null, Option.empty()));
      for (ThrowingCallable unlock : unlocks) {
        assertThatIllegalArgumentException()
            .isThrownBy(unlock)
            .withMessageContaining(A.name())
            .withMessageContaining("closed by its holder");
      }
      assertThat(pin.size()).isEqualTo(10);
      assertThat(manager.blockInfoManager().get(A).get().readerCount()).isEqualTo(1);
    }
    assertThat(manager.blockInfoManager().get(A).get().readerCount()).isZero();
  }

  @Test
  void releaseMayRemoveABlockThatTheSameEvictionDrops() {
    put(A, bytesMax / 2, () -> manager.removeBlock(B, true));
    put(B, bytesMax / 4, b);

    ChunkedByteBuffer bytes = new ChunkedByteBuffer(ByteBuffer.allocate((int) (bytesMax * 8 / 10)));
    assertThat(manager.putBytes(JVM, bytes, StorageLevel.MEMORY_ONLY_SER(), true, ANY)).isTrue();

    assertThat(b.releases).isEqualTo(1);
    assertThat(manager.blockInfoManager().size()).isEqualTo(1);
  }

  @Test
  void releaseMayRemoveAJvmBlockThatNobodyHasLocked() {
    manager.putSingle(JVM, "value", MEMORY, true, ANY);
    put(A, 10, () -> manager.removeBlock(JVM, true));

    manager.removeBlock(A, true);

    assertThat(manager.blockInfoManager().size()).isZero();
  }

  @Test
  void releaseLeavesAJvmBlockThatIsBeingRead() {
    manager.putSingle(JVM, "value", MEMORY, true, ANY);
    assertThat(manager.blockInfoManager().lockForReading(JVM, true).isDefined()).isTrue();
    put(A, 10, () -> manager.removeBlock(JVM, true));

    manager.removeBlock(A, true);

    assertThat(manager.blockInfoManager().get(JVM).get().readerCount()).isEqualTo(1);
    manager.releaseLock(JVM, Option.empty());
  }

  @Test
  void theStoreOfThisExecutorIsThatOfItsBlockManager() {
    assertThat(NativeBlockStore.ofThisExecutor().putNative(A, 10, MemoryMode.ON_HEAP, a))
        .isEqualTo(NativePutResult.STORED);
    assertThat(manager.memoryStore().contains(A)).isTrue();

    SparkEnv env = SparkEnv.get();
    SparkEnv.set(null);
    try {
      assertThatIllegalStateException()
          .isThrownBy(NativeBlockStore::ofThisExecutor)
          .withMessageContaining("no SparkEnv");
    } finally {
      SparkEnv.set(env);
    }
  }

  @Test
  void taskMetricsHoldNoNativeBlock() {
    manager.registerTask(7);
    BareStore.enterTask(7);
    put(A, bytesMax, a);
    manager.putSingle(JVM, "value", MEMORY, true, ANY);
    put(B, 10, b);
    manager.removeBlock(B, true);

    assertThat(a.releases + b.releases).isEqualTo(2);
    assertThat(
            CollectionConverters.asJava(TaskContext.get().taskMetrics().updatedBlockStatuses())
                .stream()
                .map(status -> status._1()))
        .contains(JVM)
        .doesNotContain(A, B);
  }

  @Test
  void stopReleasesEveryRegistrationOnceWhateverItsPins() {
    put(A, 10, a);
    put(B, 10, b);
    PinnedNativeBlock pin = manager.pinNative(A).orElseThrow();

    context.stop();
    pin.close();

    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isEqualTo(1);
  }

  private NativePutResult put(NativeBlockId id, long size, NativeRelease release) {
    return manager.putNative(id, size, MemoryMode.ON_HEAP, release);
  }
}
