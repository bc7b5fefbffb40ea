package dev.lockstep.spark.arrow.cache;

import java.util.Arrays;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.array.ByteArrayMethods;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.jspecify.annotations.Nullable;

/** The different strings of a column so far. Each has a code, from 0 on. */
final class Dictionary implements AutoCloseable {
  /** What a code of one byte can tell apart. */
  static final int SIZE_MAX = 256;

  private static final int SLOTS = 4 * SIZE_MAX;
  private static final int SEED = 42;

  /** By hash: a code and one, or 0. */
  private final short[] slots = new short[SLOTS];

  private final int[] hashes = new int[SIZE_MAX];

  /** Where a string ends; the next one begins there. */
  private final int[] ends = new int[SIZE_MAX + 1];

  private final GrowingBuffer values = new GrowingBuffer();
  private int size;

  int size() {
    return size;
  }

  long address(int code) {
    return values.address() + ends[code];
  }

  int length(int code) {
    return ends[code + 1] - ends[code];
  }

  /** The code of a string, a new one if need be; -1 if there are too many. */
  int code(@Nullable Object base, long from, int length) {
    int hash = Murmur3_x86_32.hashUnsafeBytes(base, from, length, SEED);
    int slot = hash & (SLOTS - 1);
    while (slots[slot] != 0) {
      int code = slots[slot] - 1;
      if (hashes[code] == hash
          && length(code) == length
          && ByteArrayMethods.arrayEquals(base, from, null, address(code), length)) {
        return code;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (size == SIZE_MAX) {
      return -1;
    }
    int begin = ends[size];
    int end = Math.addExact(begin, length);
    values.reserve(end, begin);
    Platform.copyMemory(base, from, null, values.address() + begin, length);
    hashes[size] = hash;
    slots[slot] = (short) (size + 1);
    ends[size + 1] = end;
    return size++;
  }

  /** How many bytes the two copies want. */
  long copyBytes() {
    return Slab.aligned((size + 1L) * Integer.BYTES) + Slab.aligned(ends[size]);
  }

  long copyEnds(Slab slab) {
    return slab.copy(ends, size + 1);
  }

  long copyValues(Slab slab) {
    return slab.copy(values.address(), ends[size]);
  }

  /** Forgets all strings. */
  void clear() {
    Arrays.fill(slots, (short) 0);
    size = 0;
  }

  @Override
  public void close() {
    values.close();
  }
}
