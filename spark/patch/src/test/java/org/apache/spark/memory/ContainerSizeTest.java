package org.apache.spark.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Function0;
import scala.collection.immutable.Map$;
import scala.reflect.ClassTag;
import scala.util.Either;

/**
 * What a native block's mode means for the container of an executor: the sizes that Spark asks a
 * cluster manager for, against the pools that its memory manager has. docs/objections.md.
 */
class ContainerSizeTest implements BlockEvictionHandler {
  private static final long MIB = 1L << 20;
  private static final long HEAP_MIB = 8192;

  private MemoryStore store;

  /** The default profile is the JVM's, made once. */
  @BeforeEach
  @AfterEach
  void forgetTheProfile() {
    ResourceProfile$.MODULE$.clearDefaultProfile();
  }

  @Override
  public <T> StorageLevel dropFromMemory(
      BlockId id, Function0<Either<Object, ChunkedByteBuffer>> data, ClassTag<T> tag) {
    store.remove(id);
    return StorageLevel.NONE();
  }

  /** An executor of 8 GiB. Tests may say what the JVM's largest heap is. */
  private static SparkConf conf() {
    return new SparkConf(false)
        .set("spark.executor.memory", HEAP_MIB + "m")
        .set("spark.testing.memory", Long.toString(HEAP_MIB * MIB));
  }

  private static SparkConf withOffHeap(String size) {
    return conf()
        .set("spark.memory.offHeap.enabled", "true")
        .set("spark.memory.offHeap.size", size);
  }

  /** What YARN and Kubernetes are asked for, with their defaults for the overhead. */
  private static long containerMib(SparkConf conf) {
    ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf);
    return ResourceProfile$.MODULE$
        .getResourcesForClusterManager(
            ResourceProfile$.MODULE$.DEFAULT_RESOURCE_PROFILE_ID(),
            Map$.MODULE$.empty(),
            384,
            0.1,
            conf,
            false,
            Map$.MODULE$.empty())
        .totalMemMiB();
  }

  /** The most that native blocks of that mode can hold. */
  private long largestMib(SparkConf conf, MemoryMode mode) {
    UnifiedMemoryManager manager = UnifiedMemoryManager.apply(conf, 1);
    BlockInfoManager locks = new BlockInfoManager(false);
    store = new MemoryStore(conf, locks, null, manager, this);
    manager.setMemoryStore(store);
    NativeBlockStore natives = new NativeBlockStore(store, locks);
    for (long mib = 0; ; mib++) {
      // Blocks of one RDD do not evict each other: the first without space ends it.
      NativeBlockId id = NativeBlockId.ofRdd("velox", "b" + mib, 1);
      if (natives.putNative(id, MIB, mode, () -> {}) != NativePutResult.STORED) {
        return mib;
      }
    }
  }

  /** Bytes that are charged to the heap's pool and lie outside the heap are in no part of it. */
  @Test
  void onHeapBlocksAreNotInTheContainer() {
    assertThat(containerMib(conf())).isEqualTo(HEAP_MIB + 819);
    assertThat(largestMib(conf(), MemoryMode.ON_HEAP)).isEqualTo(4735);
    assertThat(largestMib(conf(), MemoryMode.OFF_HEAP)).isZero();
  }

  /** The overhead that makes the same safe. */
  @Test
  void anOverheadOfTheirSizeMakesRoomForThem() {
    SparkConf conf = conf().set("spark.executor.memoryOverhead", (819 + 4735) + "m");

    assertThat(containerMib(conf)).isEqualTo(HEAP_MIB + 819 + 4735);
  }

  @Test
  void offHeapBlocksAreInTheContainer() {
    SparkConf conf = withOffHeap("4g");

    assertThat(containerMib(conf)).isEqualTo(HEAP_MIB + 819 + 4096);
    assertThat(largestMib(conf, MemoryMode.OFF_HEAP)).isEqualTo(4096);
  }

  /** A block of the one mode never makes space for the other (R4). */
  @Test
  void theHeapsPoolIsAsLargeWithOffHeapMemoryAsWithout() {
    assertThat(largestMib(withOffHeap("4g"), MemoryMode.ON_HEAP)).isEqualTo(4735);
  }
}
