package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Option;

/** Puts, pins, removals and a stop on the woven block manager. */
class NativeBlocksOnBlockManagerTest extends LocalBlockManager {
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
  void fatalErrorLeavesARemovalThatAStopOvertakes() {
    LinkageError fatal = new LinkageError("engine");
    put(
        A,
        10,
        () -> {
          manager.blockInfoManager().clear();
          throw fatal;
        });

    assertThatThrownBy(() -> manager.removeBlock(A, true)).isSameAs(fatal);
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

    assertThat(manager.master().getLocations(JVM).isEmpty()).isFalse();

    manager.removeBlock(A, true);

    assertThat(manager.blockInfoManager().size()).isZero();
    // As in stock, the master hears of an ordinary block.
    assertThat(manager.master().getLocations(JVM).isEmpty()).isTrue();
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
  void stopReleasesEveryRegistrationOnceWhateverItsPins() {
    put(A, 10, a);
    put(B, 10, b);
    PinnedNativeBlock pin = manager.pinNative(A).orElseThrow();

    context.stop();
    pin.close();

    assertThat(a.releases).isEqualTo(1);
    assertThat(b.releases).isEqualTo(1);
  }
}
