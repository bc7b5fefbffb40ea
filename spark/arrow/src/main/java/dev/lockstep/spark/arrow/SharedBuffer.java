package dev.lockstep.spark.arrow;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.ArrowBuf;

/**
 * A buffer that is freed when its last user has given it back: Spark, or the engine before STORED,
 * is one, and each reader. While a pin holds, Spark is the last. Only a stop of Spark releases a
 * payload under its reader (R13), and then the reader is.
 */
final class SharedBuffer {
  private final ArrowBuf buffer;
  private final AtomicInteger users = new AtomicInteger(1);

  SharedBuffer(ArrowBuf buffer) {
    this.buffer = buffer;
  }

  ArrowBuf buffer() {
    return buffer;
  }

  /** One user more; false if the last has gone, and the buffer with them. */
  boolean acquire() {
    return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  void giveBack() {
    if (users.decrementAndGet() == 0) {
      buffer.close();
    }
  }
}
