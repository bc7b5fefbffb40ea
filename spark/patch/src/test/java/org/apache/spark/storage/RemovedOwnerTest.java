package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BareStore.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.collection.Iterator$;
import scala.reflect.ClassTag$;

/**
 * What becomes of a native block when the RDD that it belongs to is removed: docs/objections.md.
 */
class RemovedOwnerTest {
  private static final int RDD = 7;
  private static final NativeBlockId BLOCK = NativeBlockId.ofRdd("velox", "0-0", RDD);
  private static final BlockId HANDLES = new RDDBlockId(RDD, 0);

  private final Payload payload = new Payload();
  private SparkContext context;
  private BlockManager manager;

  @BeforeEach
  void start() {
    context =
        new SparkContext(
            new SparkConf(false)
                .setMaster("local[1]")
                .setAppName("removed owner")
                .set("spark.ui.enabled", "false")
                .set("spark.testing.memory", "20000000")
                .set("spark.testing.reservedMemory", "0"));
    manager = context.env().blockManager();
    assertThat(manager.putNative(BLOCK, 1000, MemoryMode.ON_HEAP, payload))
        .isEqualTo(NativePutResult.STORED);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  /** An owner is the same-RDD rule (R4), and whose end a block shares. The driver hears of one. */
  @Test
  void removeRddTakesTheNativeBlocksOfTheRddAlong() {
    putHandles(() -> {});

    assertThat(manager.removeRdd(RDD)).isEqualTo(1);

    assertThat(manager.memoryStore().contains(HANDLES)).isFalse();
    assertThat(manager.memoryStore().contains(BLOCK)).isFalse();
    assertThat(payload.releases).isEqualTo(1);
  }

  @Test
  void removeRddLeavesABlockWithoutAnOwner() {
    Payload nobodys = new Payload();
    NativeBlockId loose = NativeBlockId.of("velox", "0-0");
    manager.putNative(loose, 1000, MemoryMode.ON_HEAP, nobodys);

    manager.removeRdd(RDD);

    assertThat(nobodys.releases).isZero();
  }

  /** What a columnar cache does: stock closes a handle wherever its block ends. */
  @Test
  void aHandleThatRemovesItsBlockTakesItAlong() {
    NativeBlockStore natives = NativeBlockStore.ofThisExecutor();
    putHandles(() -> natives.removeNative(BLOCK));

    assertThat(manager.removeRdd(RDD)).isEqualTo(1);

    assertThat(manager.memoryStore().contains(BLOCK)).isFalse();
    assertThat(payload.releases).isEqualTo(1);
  }

  private void putHandles(AutoCloseable handle) {
    assertThat(
            manager.<AutoCloseable>putIterator(
                HANDLES,
                Iterator$.MODULE$.<AutoCloseable>single(handle),
                StorageLevel.MEMORY_ONLY(),
                true,
                ClassTag$.MODULE$.apply(AutoCloseable.class)))
        .isTrue();
  }
}
