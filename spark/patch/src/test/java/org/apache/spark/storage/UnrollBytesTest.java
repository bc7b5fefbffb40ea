package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.TaskKilledException;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.memory.PartiallySerializedBlock;
import org.apache.spark.storage.memory.PartiallyUnrolledIterator;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.junit.jupiter.api.Test;
import scala.util.Either;

/** R14: so does a put that serializes values, into memory of either mode. */
class UnrollBytesTest extends Unrolling {
  @Test
  void bytesAskForMemoryAsTheyGrow() {
    for (MemoryMode mode : MemoryMode.values()) {
      manager.amounts.clear();
      Either<PartiallySerializedBlock<Object>, Object> put = putBytes(strings(200), mode);

      long size = (Long) put.right().get();
      assertThat(manager.amounts).containsExactly("512", "2978");
      assertThat(used(mode)).isEqualTo(size).isEqualTo(store.getSize(A));
      assertThat(store.currentUnrollMemory()).isZero();
      ChunkedByteBuffer bytes = store.getBytes(A).get();
      assertThat(bytes.getChunks()[0].isDirect()).isEqualTo(mode == MemoryMode.OFF_HEAP);
      assertThat(bytes.getChunks()[0].capacity()).isEqualTo(512);
      assertThat(deserialized(bytes)).isEqualTo(strings(200));
      assertThat(store.remove(A)).isTrue();
      assertThat(used(mode)).isZero();
    }
  }

  /** What a serializer holds back in its buffer is asked for when it comes out of it. */
  @Test
  void moreBytesThanABufferHoldsAreAskedForMeanwhile() {
    putBytes(strings(600), MemoryMode.ON_HEAP);

    assertThat(manager.amounts).containsExactly("512", "5632", "6144");
  }

  @Test
  void bytesThatDoNotFitAreFinishedIntoAStream() throws Exception {
    for (MemoryMode mode : MemoryMode.values()) {
      PartiallySerializedBlock<Object> left = putBytes(strings(3000), mode).left().get();
      assertThat(left.unrollMemory())
          .isPositive()
          .isEqualTo(store.currentUnrollMemoryForThisTask());
      ByteArrayOutputStream out = new ByteArrayOutputStream();

      left.finishWritingToStream(out);

      assertThat(store.currentUnrollMemory()).isZero();
      assertThat(used(mode)).isZero();
      assertThat(
              list(
                  serializers.dataDeserializeStream(
                      A, new ByteArrayInputStream(out.toByteArray()), STRINGS)))
          .isEqualTo(strings(3000));
      assertThatThrownBy(left::valuesIterator).hasMessageContaining("Can only call one of");
      assertThatThrownBy(() -> left.finishWritingToStream(out))
          .hasMessageContaining("Can only call one of");
    }
  }

  @Test
  void bytesThatDoNotFitComeBackAsValues() {
    PartiallySerializedBlock<Object> left =
        putBytes(strings(3000), MemoryMode.OFF_HEAP).left().get();

    PartiallyUnrolledIterator<Object> values = left.valuesIterator();

    assertThat(left.getUnrolledChunkedByteBuffer()).isSameAs(left.getUnrolledChunkedByteBuffer());
    assertThat(store.currentUnrollMemoryForThisTask()).isEqualTo(left.unrollMemory());
    assertThat(list(values)).isEqualTo(strings(3000));
    assertThat(store.currentUnrollMemory()).isZero();
    assertThatThrownBy(left::valuesIterator).hasMessageContaining("Can only call one of");
  }

  @Test
  void discardedBytesHaveGivenTheirMemoryBackOnce() {
    PartiallySerializedBlock<Object> left =
        putBytes(strings(3000), MemoryMode.OFF_HEAP).left().get();
    assertThat(store.reserveUnrollMemoryForThisTask(A, 1000, MemoryMode.OFF_HEAP)).isTrue();
    ChunkedByteBuffer buffer = left.getUnrolledChunkedByteBuffer();

    left.discard();
    left.discard();

    assertThat(store.currentUnrollMemoryForThisTask()).isEqualTo(1000);
    assertThat(isDisposed(buffer)).isTrue();
    assertThatThrownBy(left::valuesIterator).hasMessageContaining("discarded");
    assertThatThrownBy(() -> left.finishWritingToStream(new ByteArrayOutputStream()))
        .hasMessageContaining("discarded");
  }

  @Test
  void theEndOfATaskDisposesOfWhatItLeft() {
    PartiallySerializedBlock<Object> left =
        putBytes(strings(3000), MemoryMode.OFF_HEAP).left().get();
    ChunkedByteBuffer buffer = left.getUnrolledChunkedByteBuffer();
    assertThat(isDisposed(buffer)).isFalse();

    ((TaskContextImpl) TaskContext.get()).markTaskCompleted(scala.Option.empty());

    assertThat(isDisposed(buffer)).isTrue();
  }

  @Test
  void aKilledTaskIsToldAfterThePut() {
    TaskContextImpl task = (TaskContextImpl) TaskContext$.MODULE$.get();
    task.markInterrupted("killed");
    assertThatThrownBy(() -> putBytes(strings(4), MemoryMode.ON_HEAP))
        .isInstanceOf(TaskKilledException.class);
  }

  @Test
  void aPutOfOtherBytesThanItSaidIsRefused() {
    assertThatThrownBy(
            () ->
                store.putBytes(
                    A,
                    10,
                    MemoryMode.ON_HEAP,
                    () -> new ChunkedByteBuffer(ByteBuffer.allocate(9)),
                    STRINGS))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void removedAndClearedBytesAreDisposedOf() {
    for (boolean cleared : new boolean[] {false, true}) {
      putBytes(strings(4), MemoryMode.OFF_HEAP);
      ChunkedByteBuffer buffer = store.getBytes(A).get();
      if (cleared) {
        store.clear();
      } else {
        store.remove(A);
      }
      assertThat(isDisposed(buffer)).isTrue();
    }
  }
}
