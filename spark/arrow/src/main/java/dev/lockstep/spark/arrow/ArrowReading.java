package dev.lockstep.spark.arrow;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.spark.storage.PinnedNativeBlock;

/**
 * A buffer that is pinned for reading. It stays valid until this is closed or the task that opened
 * it ends, whichever comes first, or Spark is stopped (R11, R13).
 */
public final class ArrowReading implements AutoCloseable {
  private final PinnedNativeBlock pin;
  private final ArrowBuf buffer;

  ArrowReading(PinnedNativeBlock pin, ArrowBuf buffer) {
    this.pin = pin;
    this.buffer = buffer;
  }

  /** The payload, for reading only; its capacity is at least what was asked for. */
  public ArrowBuf buffer() {
    return buffer;
  }

  /** Lets Spark evict the block again. Closing twice, or late, does nothing. */
  @Override
  public void close() {
    pin.close();
  }
}
