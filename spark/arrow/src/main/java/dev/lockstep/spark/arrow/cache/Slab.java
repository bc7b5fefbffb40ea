package dev.lockstep.spark.arrow.cache;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.spark.unsafe.Platform;

/** One allocation for all buffers of a batch, which is filled from its beginning. */
final class Slab {
  /** Arrow asks for 8 bytes; caches and vector units like 64. */
  private static final long ALIGNMENT = 64;

  private final ArrowBuf memory;
  private long used;

  /**
   * Allocates it.
   *
   * @param bytes the sum of what will be copied, each of it aligned
   */
  Slab(long bytes) {
    this.memory = ArrowMemory.allocator().buffer(Math.max(1, bytes));
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  ArrowBuf memory() {
    return memory;
  }

  /** Copies a buffer; says where it lies now. */
  long copy(long address, long length) {
    long at = memory.memoryAddress() + used;
    Platform.copyMemory(null, address, null, at, length);
    used += aligned(length);
    return at;
  }

  /** The same of the first so many of an array. */
  long copy(int[] array, int length) {
    long at = memory.memoryAddress() + used;
    long bytes = (long) length * Integer.BYTES;
    Platform.copyMemory(array, Platform.INT_ARRAY_OFFSET, null, at, bytes);
    used += aligned(bytes);
    return at;
  }

  /** The same as a buffer of Arrow's, which holds no reference to the slab. */
  ArrowBuf copy(ArrowBuf buffer) {
    long from = used;
    long length = buffer.readableBytes();
    copy(buffer.memoryAddress() + buffer.readerIndex(), length);
    ArrowBuf slice = memory.slice(from, length);
    // A loader takes what can be read for the vector's size.
    slice.writerIndex(length);
    return slice;
  }
}
