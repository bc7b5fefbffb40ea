package dev.lockstep.spark.columnar;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.columnar.SimpleMetricsCachedBatch;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.PinnedNativeBlock;
import org.jspecify.annotations.Nullable;

/**
 * A batch that a task may read until it closes it: pinned, or the task's own.
 *
 * <p>Used by one thread at a time; closed once by whoever comes first, the scan that goes on or the
 * task that ends.
 */
final class LiveBatch implements SimpleMetricsCachedBatch, AutoCloseable {
  private final CachedPayload payload;

  /** Null for a payload that Spark does not have. */
  private final @Nullable PinnedNativeBlock pin;

  private final AtomicBoolean open = new AtomicBoolean(true);
  private @Nullable ColumnarBatch reading;

  /** Nobody has a handle of it: it ends with this reading. */
  private volatile boolean last;

  private boolean taken;

  private LiveBatch(CachedPayload payload, @Nullable PinnedNativeBlock pin) {
    this.payload = payload;
    this.pin = pin;
  }

  /** The caller has made itself a user of the payload. */
  static LiveBatch pinned(CachedPayload payload, PinnedNativeBlock pin) {
    return new LiveBatch(payload, pin);
  }

  /** A payload that the task owns, and gives up when it has been read. */
  static LiveBatch owned(CachedPayload payload) {
    return new LiveBatch(payload, null);
  }

  @Override
  public int numRows() {
    return payload.numRows();
  }

  @Override
  public long sizeInBytes() {
    return payload.sizeInBytes();
  }

  @Override
  public InternalRow stats() {
    return payload.stats();
  }

  long reservedBytes() {
    return payload.reservedBytes();
  }

  /** A handle could not be kept: the block is removed when it has been read (S3). */
  void removeWhenRead() {
    last = true;
  }

  /** A scan reads it and closes it. What no scan takes, since it is pruned, its source closes. */
  ColumnarBatch take(int[] columns) {
    taken = true;
    if (!open.get()) {
      throw new IllegalStateException("a cached batch was read after it had been closed");
    }
    ColumnarBatch made = payload.read(columns);
    reading = made;
    return made;
  }

  boolean isTaken() {
    return taken;
  }

  @Override
  public void close() {
    if (!open.compareAndSet(true, false)) {
      return;
    }
    ColumnarBatch read = reading;
    try {
      if (read != null) {
        read.close();
      }
    } finally {
      if (pin == null) {
        payload.free();
      } else {
        NativeBlockId id = pin.id();
        payload.endUse();
        pin.close();
        if (last) {
          payload.doom(id);
        } else {
          payload.unpinned(id);
        }
      }
    }
  }
}
