package dev.lockstep.spark.arrow.cache;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.spark.unsafe.Platform;
import org.jspecify.annotations.Nullable;

/** Memory of a writer, which grows by doubling and is used again for each batch. */
final class GrowingBuffer implements AutoCloseable {
  private @Nullable ArrowBuf buffer;
  private long address;
  private long capacity;

  /** Where it begins; not the same after it has grown. */
  long address() {
    return address;
  }

  long capacity() {
    return capacity;
  }

  /**
   * Makes it larger if it is smaller.
   *
   * @param bytes how many it has to hold
   * @param used how many of those that it holds are kept
   */
  void reserve(long bytes, long used) {
    if (bytes <= capacity) {
      return;
    }
    ArrowBuf old = buffer;
    ArrowBuf larger = ArrowMemory.allocator().buffer(Math.max(bytes, 2 * capacity));
    if (old != null) {
      Platform.copyMemory(null, address, null, larger.memoryAddress(), Math.min(used, capacity));
    }
    buffer = larger;
    address = larger.memoryAddress();
    capacity = larger.capacity();
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() {
    ArrowBuf held = buffer;
    buffer = null;
    capacity = 0;
    if (held != null) {
      held.close();
    }
  }
}
