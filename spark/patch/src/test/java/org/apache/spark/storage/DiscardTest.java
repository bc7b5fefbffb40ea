package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.storage.memory.PartiallySerializedBlock;
import org.apache.spark.storage.memory.RedirectableOutputStream;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.apache.spark.util.io.ChunkedByteBufferOutputStream;
import org.junit.jupiter.api.Test;
import scala.collection.Iterator$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** R14: a discard of what did not fit closes the serializer and gives all back, as in stock. */
class DiscardTest {
  private static final BlockId A = new TestBlockId("a");
  private static final long UNROLLED = 40;

  private final BareStore store = new BareStore(100);
  private final ChunkedByteBufferOutputStream bytes =
      new ChunkedByteBufferOutputStream(8, size -> ByteBuffer.allocate((Integer) size));

  /** Counts how often it is closed. */
  private static final class Serializing extends SerializationStream {
    int closes;
    private final boolean throwing;

    Serializing(boolean throwing) {
      this.throwing = throwing;
    }

    @Override
    public <T> SerializationStream writeObject(T value, ClassTag<T> tag) {
      return this;
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      closes++;
      if (throwing) {
        throw new IllegalStateException("close");
      }
    }
  }

  private PartiallySerializedBlock<Object> left(Serializing stream) {
    assertThat(store.memory.reserveUnrollMemoryForThisTask(A, UNROLLED, MemoryMode.ON_HEAP))
        .isTrue();
    bytes.write(1);
    return new PartiallySerializedBlock<>(
        store.memory,
        null,
        A,
        stream,
        new RedirectableOutputStream(),
        UNROLLED,
        MemoryMode.ON_HEAP,
        bytes,
        Iterator$.MODULE$.empty(),
        ClassTag$.MODULE$.Any());
  }

  @Test
  void theSerializerIsClosedOnce() {
    Serializing stream = new Serializing(false);
    PartiallySerializedBlock<Object> left = left(stream);
    ChunkedByteBuffer buffer = left.getUnrolledChunkedByteBuffer();

    left.discard();
    left.discard();

    assertThat(stream.closes).isEqualTo(1);
    assertThat(Unrolling.isDisposed(buffer)).isTrue();
    assertThat(store.memory.currentUnrollMemory()).isZero();
  }

  @Test
  void aSerializerThatFailsToCloseCostsNoMemory() {
    PartiallySerializedBlock<Object> left = left(new Serializing(true));
    ChunkedByteBuffer buffer = left.getUnrolledChunkedByteBuffer();

    assertThatThrownBy(left::discard).hasMessage("close");

    assertThat(Unrolling.isDisposed(buffer)).isTrue();
    assertThat(store.memory.currentUnrollMemory()).isZero();
    assertThat(store.bytesUsed()).isZero();
  }
}
