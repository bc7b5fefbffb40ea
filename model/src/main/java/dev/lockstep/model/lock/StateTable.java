package dev.lockstep.model.lock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An exact set of encoded states, numbered in the order in which they came. The encodings lie one
 * after the other in large arrays; a hash table with open addressing finds their numbers. No object
 * is made for a state.
 */
final class StateTable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int CHUNK_BITS = 22;
  private static final int CHUNK = 1 << CHUNK_BITS;

  /** States begin at multiples of this, so that an int says where within 16 GB. */
  private static final int ALIGNMENT = 4;

  private byte[][] chunks = {new byte[CHUNK]};
  private int chunkCount = 1;
  private int free;
  private long bytes;

  private int[] starts = new int[1 << 12];
  private int[] parents = new int[1 << 12];
  private int size;

  /** The upper half of a slot is a hash, the lower half a number plus 1, or 0 if it is vacant. */
  private long[] slots = new long[1 << 13];

  private boolean added;

  int size() {
    return size;
  }

  /** Finds a state's number, or gives it the next one; {@link #added} says which. */
  int number(byte[] encoding, int length, int parent) {
    int hash = hash(encoding, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (long found = slots[slot]; found != 0; found = slots[slot]) {
      int number = (int) found - 1;
      if ((int) (found >>> 32) == hash && equal(number, encoding, length)) {
        added = false;
        return number;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = (long) hash << 32 | (size + 1);
    store(encoding, length, parent);
    if (size * 2L > slots.length) {
      grow();
    }
    added = true;
    return size - 1;
  }

  /** Whether the state of the last call was new. */
  boolean added() {
    return added;
  }

  /** The state from which a state was first reached. */
  int parent(int number) {
    return parents[number];
  }

  void decode(int number, LockDraft to) {
    to.decode(chunks[starts[number] >>> CHUNK_BITS - 2], offset(number));
  }

  /** Bytes that are taken, by encodings alone. */
  long encodedBytes() {
    return bytes;
  }

  /** Bytes that are taken, with what finds them and their predecessors. */
  long memoryBytes() {
    return (long) chunkCount * CHUNK + 4L * starts.length + 4L * parents.length + 8L * slots.length;
  }

  private int offset(int number) {
    return (starts[number] & (CHUNK / ALIGNMENT - 1)) * ALIGNMENT;
  }

  /** No encoding is the beginning of another, so that lengths need not be compared. */
  private boolean equal(int number, byte[] encoding, int length) {
    byte[] chunk = chunks[starts[number] >>> CHUNK_BITS - 2];
    int offset = offset(number);
    return offset + length <= CHUNK
        && Arrays.equals(chunk, offset, offset + length, encoding, 0, length);
  }

  private void store(byte[] encoding, int length, int parent) {
    if (free + length > CHUNK) {
      if (chunkCount == chunks.length) {
        chunks = Arrays.copyOf(chunks, chunkCount * 2);
      }
      chunks[chunkCount++] = new byte[CHUNK];
      free = 0;
    }
    System.arraycopy(encoding, 0, chunks[chunkCount - 1], free, length);
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      parents = Arrays.copyOf(parents, size * 2);
    }
    starts[size] = (chunkCount - 1) * (CHUNK / ALIGNMENT) + free / ALIGNMENT;
    parents[size] = parent;
    size++;
    bytes += length;
    free = (free + length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    int mask = slots.length - 1;
    for (long entry : old) {
      if (entry != 0) {
        int slot = (int) (entry >>> 32) & mask;
        while (slots[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = entry;
      }
    }
  }

  private static int hash(byte[] encoding, int length) {
    long hash = length;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      hash = (hash ^ (long) LONGS.get(encoding, i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    for (; i < length; i++) {
      hash = (hash ^ encoding[i]) * 0xBF58476D1CE4E5B9L;
    }
    hash ^= hash >>> 29;
    hash *= 0x94D049BB133111EBL;
    return (int) (hash >>> 32);
  }
}
