package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.storage.BareStore.Payload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.collection.Iterator$;
import scala.reflect.ClassTag$;

/**
 * What becomes of a native block when the RDD that it belongs to is removed: docs/objections.md.
 */
class RemovedOwnerTest extends LocalBlockManager {
  private static final int RDD = 7;
  private static final NativeBlockId BLOCK = NativeBlockId.ofRdd("velox", "0-0", RDD);
  private static final BlockId HANDLES = new RDDBlockId(RDD, 0);

  private final Payload payload = new Payload();

  @BeforeEach
  void putOwned() {
    assertThat(put(BLOCK, 1000, payload)).isEqualTo(NativePutResult.STORED);
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
  void removeRddLeavesBlocksOfAnotherOwnerOrNone() {
    NativeBlockId anothers = NativeBlockId.ofRdd("velox", "0-0", RDD + 1);
    put(A, 1000, a);
    put(anothers, 1000, b);

    manager.removeRdd(RDD);

    assertThat(manager.memoryStore().entries.keySet()).containsExactlyInAnyOrder(A, anothers);
    assertThat(a.releases + b.releases).isZero();
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
