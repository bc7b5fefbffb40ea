package dev.lockstep.spark.arrow;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.spark.TaskContext;
import org.apache.spark.storage.PinnedNativeBlock;
import org.jspecify.annotations.Nullable;

/**
 * A buffer that is pinned for reading. It stays valid until this is closed or the task that opened
 * it ends, whichever comes first, even if Spark is stopped meanwhile (R11, R13).
 */
public final class ArrowReading implements AutoCloseable {
  private final PinnedNativeBlock pin;
  private final SharedBuffer shared;
  private final TaskReadings readings;
  private final @Nullable TaskContext task = TaskContext.get();
  private final AtomicBoolean open = new AtomicBoolean(true);

  private ArrowReading(PinnedNativeBlock pin, SharedBuffer shared, TaskReadings readings) {
    this.pin = pin;
    this.shared = shared;
    this.readings = readings;
  }

  /** A reading of a buffer that the caller has acquired; it ends with the thread's task. */
  static ArrowReading open(PinnedNativeBlock pin, SharedBuffer shared, TaskReadings readings) {
    ArrowReading reading = new ArrowReading(pin, shared, readings);
    if (reading.task != null) {
      readings.add(reading.task, reading);
    }
    return reading;
  }

  /** The payload, for reading only; its capacity is at least what was asked for. */
  public ArrowBuf buffer() {
    return shared.buffer();
  }

  /** Lets Spark evict the block again. Closing twice, or late, does nothing. */
  @Override
  public void close() {
    if (!open.compareAndSet(true, false)) {
      return;
    }
    // First the buffer: when the pin has gone Spark may offer its bytes to others (R6).
    shared.giveBack();
    pin.close();
    if (task != null) {
      readings.remove(task, this);
    }
  }
}
