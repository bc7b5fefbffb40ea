package org.apache.spark.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** R14: what is serialized goes on in the stream that it is told of, as in stock. */
class RedirectableOutputStreamTest {
  private final ByteArrayOutputStream first = new ByteArrayOutputStream();
  private final ByteArrayOutputStream second = new ByteArrayOutputStream();
  private final RedirectableOutputStream stream = new RedirectableOutputStream();

  @Test
  void bytesArraysAndPartsOfThemArePassedOn() throws IOException {
    stream.setOutputStream(first);
    stream.write(1);
    stream.write(new byte[] {2, 3});
    stream.setOutputStream(second);
    stream.write(new byte[] {4, 5, 6}, 1, 2);

    assertThat(first.toByteArray()).containsExactly(1, 2, 3);
    assertThat(second.toByteArray()).containsExactly(5, 6);
  }

  @Test
  void flushAndCloseReachTheStream() throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(first);
    stream.setOutputStream(buffered);
    stream.write(1);
    assertThat(first.size()).isZero();
    stream.flush();
    assertThat(first.size()).isEqualTo(1);
    stream.write(2);
    stream.close();
    assertThat(first.size()).isEqualTo(2);
  }
}
