package dev.lockstep.spark.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.TestBlockId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Why stock's closeable values are not enough for an engine (docs/objections.md): what the block
 * manager, the memory store and the disk store of unpatched Spark 4.2.0 do with cached values that
 * are {@code AutoCloseable} (SPARK-35396) and know their size ({@code KnownSizeEstimation}).
 */
@Timeout(60)
class CloseableValuesTest {
  private static final long BYTES_FIRST = 1_000;
  private static final BlockId A = new TestBlockId("a");
  private static final BlockId B = new TestBlockId("b");
  private static final StorageLevel MEMORY = StorageLevel.MEMORY_ONLY();
  private static final StorageLevel DISK_TOO = StorageLevel.MEMORY_AND_DISK();

  @TempDir private Path disk;
  private StockBlocks spark;

  @BeforeEach
  void start() {
    CountedBatch.forgetAll();
    spark = new StockBlocks(disk, StockBlocks.BYTES_MAX, BYTES_FIRST);
  }

  @AfterEach
  void stop() {
    spark.close();
  }

  // The mode.

  @Test
  void constantsThatKeepValuesChargeTheHeap() {
    put(A, new CountedBatch.Sized(1000));

    assertThat(spark.memory.onHeapStorageMemoryUsed()).isPositive();
    assertThat(spark.memory.offHeapStorageMemoryUsed()).isZero();
  }

  /** The only level with a name that charges off-heap memory. */
  @Test
  void theConstantOffHeapKeepsTheBytesOfTheObjectAndNeverClosesIt() {
    CountedBatch batch = new CountedBatch.Sized(500_000);
    assertThat(spark.put(A, List.of(batch).iterator(), StorageLevel.OFF_HEAP())).isTrue();
    assertThat(spark.memory.offHeapStorageMemoryUsed()).isBetween(1L, 1000L);

    spark.manager.removeBlock(A, true);

    assertThat(batch.isLive()).isTrue();
  }

  @Test
  void aLevelOfOnesOwnChargesOffHeapMemory() {
    StorageLevel values = StorageLevel.apply(false, true, true, true, 1);
    CountedBatch batch = new CountedBatch.Sized(500_000);
    assertThat(spark.put(A, List.of(batch).iterator(), values)).isTrue();

    assertThat(spark.memory.onHeapStorageMemoryUsed()).isZero();
    assertThat(spark.memory.offHeapStorageMemoryUsed()).isEqualTo(500_024);
    spark.manager.removeBlock(A, true);
    assertThat(batch.isLive()).isFalse();
  }

  // The size.

  @Test
  void aBatchCountsAsItsJvmObject() {
    put(A, new CountedBatch(500_000));

    assertThat(spark.bytesUsed()).isEqualTo(56);
  }

  @Test
  void aBatchThatKnowsItsSizeCountsAsThat() {
    put(A, new CountedBatch.Sized(500_000));

    // The array of values has a header and one reference.
    assertThat(spark.bytesUsed()).isEqualTo(500_024);
  }

  /** SizeEstimator looks at 200 elements of an array of more than 400. */
  @Test
  void ofManyBatchesAFifthIsNotCounted() {
    CountedBatch.forgetAll();
    try (StockBlocks large = new StockBlocks(disk, 1_000_000_000, BYTES_FIRST)) {
      assertThat(large.put(A, batches(400, 1_000_000), MEMORY)).isTrue();
      assertThat(large.bytesUsed()).isBetween(400_000_000L, 400_010_000L);
      large.manager.removeBlock(A, true);

      assertThat(large.put(B, batches(499, 1_000_000), MEMORY)).isTrue();
      assertThat(large.bytesUsed()).isBetween(400_000_000L, 400_010_000L);
      assertThat(CountedBatch.bytesLive()).isEqualTo(499_000_000);
    }
  }

  // The reservation.

  @Test
  void batchesAreMadeBeforeTheirMemoryIsReserved() {
    List<Long> bytesMissing = new ArrayList<>();
    Iterator<CountedBatch> source =
        batches(
            30,
            () -> {
              CountedBatch made = new CountedBatch.Sized(100_000);
              bytesMissing.add(CountedBatch.bytesLive() - spark.bytesUsed());
              return made;
            });

    assertThat(spark.put(A, source, MEMORY)).isFalse();

    // One is made before anything is asked for, then sixteen before it is asked again.
    assertThat(bytesMissing).hasSize(17);
    assertThat(bytesMissing.get(0)).isEqualTo(100_000 - BYTES_FIRST);
    assertThat(bytesMissing.get(16)).isBetween(1_500_000L, 1_600_000L);
    assertThat(bytesMissing.get(16)).isGreaterThan(StockBlocks.BYTES_MAX);
  }

  // Puts that fail.

  @Test
  void aPutWithoutSpaceClosesNothing() {
    assertThat(spark.put(A, batches(30, 100_000), MEMORY)).isFalse();

    assertThat(CountedBatch.bytesLive()).isEqualTo(1_700_000);
    assertThat(spark.bytesUsed()).isZero();
    assertThat(info(A)).isEmpty();
  }

  @Test
  void aPutWhoseSourceFailsClosesNothing() {
    Iterator<CountedBatch> source =
        batches(
            3,
            () -> {
              if (CountedBatch.countLive() == 2) {
                throw new IllegalStateException("the third batch");
              }
              return new CountedBatch.Sized(100_000);
            });

    assertThatThrownBy(() -> spark.put(A, source, MEMORY)).hasMessage("the third batch");

    assertThat(CountedBatch.bytesLive()).isEqualTo(200_000);
    assertThat(spark.bytesUsed()).as("unroll memory, until the task ends").isPositive();
    assertThat(info(A)).isEmpty();
  }

  @Test
  void aDuplicateIsToldStoredAndNotClosed() {
    CountedBatch first = new CountedBatch.Sized(1000);
    CountedBatch second = new CountedBatch.Sized(1000);

    assertThat(spark.manager.putSingle(A, first, MEMORY, true, StockBlocks.ANY)).isTrue();
    assertThat(spark.manager.putSingle(A, second, MEMORY, true, StockBlocks.ANY)).isTrue();

    spark.manager.removeBlock(A, true);
    assertThat(first.isLive()).isFalse();
    assertThat(second.isLive()).isTrue();
  }

  // Disk.

  @Test
  void aPutThatGoesToDiskClosesNothing() {
    assertThat(spark.put(A, batches(30, 100_000), DISK_TOO)).isTrue();

    assertThat(spark.isOnDisk(A)).isTrue();
    assertThat(spark.isInMemory(A)).isFalse();
    assertThat(CountedBatch.bytesLive()).isEqualTo(3_000_000);
    assertThat(spark.bytesUsed()).isZero();
  }

  @Test
  void aBlockThatWasSpilledIsReadAsObjectsOfFreedMemory() {
    CountedBatch batch = new CountedBatch.Sized(600_000);
    assertThat(spark.put(A, List.of(batch).iterator(), DISK_TOO)).isTrue();

    evict(A);
    assertThat(batch.isLive()).isFalse();
    CountedBatch read = (CountedBatch) onlyValue(A);

    assertThat(read).isNotSameAs(batch);
    assertThat(read.address).isEqualTo(batch.address);
    assertThat(read.isLive()).isFalse();
  }

  @Test
  void theNextSpillFreesItAgain() {
    CountedBatch batch = new CountedBatch.Sized(600_000);
    assertThat(spark.put(A, List.of(batch).iterator(), DISK_TOO)).isTrue();
    evict(A);
    onlyValue(A);
    assertThat(spark.isInMemory(A)).as("a read of a spilled block caches it again").isTrue();

    evict(A);

    assertThat(CountedBatch.freedAgain()).containsExactly(batch.address);
  }

  @Test
  void aValueThatCanNotBeWrittenFailsThePutOfAnother() {
    CountedBatch unwritable = new CountedBatch.Unwritable(600_000);
    assertThat(spark.put(A, List.of(unwritable).iterator(), DISK_TOO)).isTrue();

    assertThatThrownBy(
            () -> spark.put(B, List.of(new CountedBatch.Sized(600_000)).iterator(), MEMORY))
        .isInstanceOf(NotSerializableException.class);

    assertThat(spark.isInMemory(A)).isTrue();
    assertThat(spark.isInMemory(B)).isFalse();
  }

  // The close.

  @Test
  void closeRunsUnderTheMonitorOnTheThreadThatEvicts() {
    List<Object> seen = new ArrayList<>();
    put(
        A,
        new CountedBatch.Sized(600_000)
            .onClose(
                () -> {
                  seen.add(Thread.currentThread());
                  seen.add(Thread.holdsLock(spark.memory));
                }));

    evict(A);

    assertThat(seen).containsExactly(Thread.currentThread(), true);
  }

  @Test
  void anOrdinaryErrorIsSwallowedAndTheBytesGoBack() {
    CountedBatch second = new CountedBatch.Sized(1000);
    put(A, new CountedBatch.Sized(1000).onClose(CloseableValuesTest::fail), second);

    spark.manager.removeBlock(A, true);

    assertThat(second.isLive()).isFalse();
    assertThat(spark.bytesUsed()).isZero();
    assertThat(info(A)).isEmpty();
  }

  @Test
  void aFatalErrorInARemovalKeepsTheBytesAndTheNextValue() {
    LinkageError fatal = new LinkageError("engine");
    CountedBatch second = new CountedBatch.Sized(1000);
    put(A, failing(1000, fatal), second);
    long bytesUsed = spark.bytesUsed();

    assertThatThrownBy(() -> spark.manager.removeBlock(A, true)).isSameAs(fatal);

    assertThat(spark.isInMemory(A)).isFalse();
    assertThat(second.isLive()).isTrue();
    assertThat(spark.bytesUsed()).isEqualTo(bytesUsed).isGreaterThan(2000);
    // For good: nothing knows what they were for.
    spark.manager.removeBlock(A, true);
    assertThat(spark.bytesUsed()).isEqualTo(bytesUsed);
    assertThat(second.isLive()).isTrue();
  }

  @Test
  void aFatalErrorInAnEvictionKeepsTheNextVictimAndABlockThatIsNotThere() {
    LinkageError fatal = new LinkageError("engine");
    put(A, failing(300_000, fatal));
    put(B, new CountedBatch.Sized(300_000));
    BlockId large = new TestBlockId("large");

    assertThatThrownBy(
            () -> spark.put(large, List.of(new CountedBatch.Sized(600_000)).iterator(), MEMORY))
        .isSameAs(fatal);

    assertThat(spark.isInMemory(A)).isFalse();
    assertThat(spark.isInMemory(B)).isTrue();
    assertThat(spark.bytesUsed()).isGreaterThan(600_000);
    assertThat(info(A)).as("a block with an info and no entry").isNotEmpty();
    assertThatThrownBy(() -> spark.read(A)).hasMessageContaining("was not found");
  }

  @Test
  void aClearClosesWhatIsStillInTheStore() {
    List<Boolean> seen = new ArrayList<>();
    put(A, new CountedBatch.Sized(1000).onClose(() -> seen.add(spark.isInMemory(A))));

    spark.manager.memoryStore().clear();

    assertThat(seen).containsExactly(true);
  }

  // Reads.

  @Test
  void aReaderLosesItsLockWithTheLastValue() {
    put(A, new CountedBatch.Sized(1000));
    CountedBatch held = (CountedBatch) onlyValue(A);
    assertThat(held.isLive()).isTrue();

    spark.manager.removeBlock(A, true);

    assertThat(held.isLive()).as("no lock of the reader's is in the way").isFalse();
  }

  @Test
  void whatNeighboursGetIsAnAddress() {
    CountedBatch batch = new CountedBatch.Sized(1000);
    put(A, batch);

    var data = spark.manager.getLocalBytes(A).get();
    Object travelled =
        spark.serializers.dataDeserializeStream(A, data.toInputStream(), StockBlocks.ANY).next();

    assertThat(((CountedBatch) travelled).address).isEqualTo(batch.address);
  }

  private void put(BlockId id, CountedBatch... batches) {
    assertThat(spark.put(id, List.of(batches).iterator(), MEMORY)).isTrue();
  }

  /** Puts another block, for which that one has to leave the memory, and removes it. */
  private void evict(BlockId id) {
    BlockId other = new TestBlockId("other");
    CountedBatch needsTheSpace = new CountedBatch.Sized(600_000);
    assertThat(spark.put(other, List.of(needsTheSpace).iterator(), MEMORY)).isTrue();
    assertThat(spark.isInMemory(id)).isFalse();
    spark.manager.removeBlock(other, true);
  }

  /** Reads to the end, which gives the read lock back. */
  private Object onlyValue(BlockId id) {
    List<Object> values = new ArrayList<>();
    CollectionConverters.asJava(spark.read(id)).forEachRemaining(values::add);
    assertThat(values).hasSize(1);
    return values.get(0);
  }

  /** Who has the block locked for writing, of one that Spark knows. */
  private List<Long> info(BlockId id) {
    return CollectionConverters.asJava(spark.manager.blockInfoManager().get(id).toList()).stream()
        .map(BlockInfo::writerTask)
        .toList();
  }

  private static Iterator<CountedBatch> batches(int count, long bytes) {
    return batches(count, () -> new CountedBatch.Sized(bytes));
  }

  /** Makes each when it is asked for it. */
  private static Iterator<CountedBatch> batches(int count, Supplier<CountedBatch> next) {
    return new Iterator<>() {
      private int made;

      @Override
      public boolean hasNext() {
        return made < count;
      }

      @Override
      public CountedBatch next() {
        made++;
        return next.get();
      }
    };
  }

  private static CountedBatch failing(long bytes, Error error) {
    return new CountedBatch.Sized(bytes)
        .onClose(
            () -> {
              throw error;
            });
  }

  private static void fail() {
    throw new IllegalStateException("an engine's error");
  }
}
