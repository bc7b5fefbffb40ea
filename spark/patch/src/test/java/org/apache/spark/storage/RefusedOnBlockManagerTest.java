package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import scala.Function0;
import scala.Option;
import scala.collection.Iterator$;
import scala.collection.immutable.Set$;
import scala.reflect.ClassTag;

/**
 * R2, R9, R11: what the block manager refuses for a native id, before it changes or locks anything.
 */
class RefusedOnBlockManagerTest extends LocalBlockManager {
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
  void downgradeOfANativeBlocksLockIsRefused() {
    put(A, 10, a);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> manager.downgradeLock(A))
        .withMessageContaining("downgradeLock cannot unlock " + A.name());
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
}
