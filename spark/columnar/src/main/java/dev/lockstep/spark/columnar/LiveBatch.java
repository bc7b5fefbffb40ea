package dev.lockstep.spark.columnar;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.columnar.SimpleMetricsCachedBatch;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.storage.PinnedNativeBlock;
import org.jspecify.annotations.Nullable;

/**
 * A batch that a task may read until it closes it: pinned, or the task's own.
 *
 * <p>Read by one thread; closed once by whoever comes first, the scan that goes on or the task that
 * ends, which may be on another thread.
 */
final class LiveBatch implements SimpleMetricsCachedBatch, AutoCloseable {
  private static final Cleaner LATE = Cleaner.create();

  private final CachedPayload payload;

  /** Null for a payload that Spark does not have. */
  private final @Nullable PinnedNativeBlock pin;

  private final AtomicBoolean open = new AtomicBoolean(true);
  private volatile @Nullable ColumnarBatch reading;

  /** Nobody has a handle of it: it ends with this reading. */
  private volatile boolean last;

  /** The thread that reads it. */
  private volatile @Nullable Thread taker;

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
    taker = Thread.currentThread();
    if (!open.get()) {
      throw new IllegalStateException("a cached batch was read after it had been closed");
    }
    ColumnarBatch made = payload.read(columns);
    reading = made;
    return made;
  }

  boolean isTaken() {
    return taker != null;
  }

  boolean isOpen() {
    return open.get();
  }

  @Override
  public void close() {
    if (!open.compareAndSet(true, false)) {
      return;
    }
    Thread reader = taker;
    if (reader == null || reader == Thread.currentThread() || !reader.isAlive()) {
      new End(payload, reading, pin, last).run();
    } else {
      // The task ends, and a thread that it has started, to feed a pipe for example, may be reading
      // still. The pin is lost, as any pin of a task; the payload is freed when nobody can.
      try {
        if (pin != null) {
          pin.close();
        }
      } finally {
        LATE.register(this, new End(payload, reading, pin, last));
      }
    }
  }

  /** The end of a reading. It knows the batch that was read, not the object that stands for it. */
  private record End(
      CachedPayload payload,
      @Nullable ColumnarBatch reading,
      @Nullable PinnedNativeBlock pin,
      boolean last)
      implements Runnable {
    @Override
    public void run() {
      try {
        if (reading != null) {
          reading.close();
        }
      } finally {
        if (pin == null) {
          payload.free();
        } else {
          try {
            payload.endUse();
          } finally {
            unpin(pin);
          }
        }
      }
    }

    private void unpin(PinnedNativeBlock held) {
      held.close();
      if (last) {
        payload.doom(held.id());
      } else {
        payload.unpinned(held.id());
      }
    }
  }
}
