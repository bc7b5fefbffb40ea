package dev.lockstep.spark.plain;

import java.nio.ByteBuffer;
import org.apache.spark.util.io.ChunkedByteBuffer;

/**
 * The buffer of an offloaded block: no bytes, but a size, which Spark accounts for, and an end,
 * which is the disposal. Spark disposes of a buffer when its entry has left the store (R6).
 */
final class Reservation extends ChunkedByteBuffer {
  private final long bytes;
  private final transient Runnable free;
  private final transient Ends ends;
  private boolean ended;

  Reservation(long bytes, Runnable free, Ends ends) {
    super(new ByteBuffer[0]);
    this.bytes = bytes;
    this.free = free;
    this.ends = ends;
  }

  @Override
  public long size() {
    return bytes;
  }

  /** R5, R7: the one call; what it throws must not keep Spark from giving the bytes back. */
  @Override
  public void dispose() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      free.run();
    } catch (Throwable thrown) {
      ends.failed(thrown);
    }
  }
}
