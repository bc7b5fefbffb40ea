package dev.lockstep.model.lock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An exact set of encoded states, in the order in which they came. The encodings lie one after the
 * other in large arrays, each behind the address of the state from which it was first reached; a
 * hash table with open addressing finds them. No object is made for a state.
 *
 * <p>An address counts units of {@value #UNIT} bytes over all arrays, so that an int says where
 * within 16 GB.
 */
final class StateTable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int UNIT = 4;
  private static final int CHUNK_BITS = 20;
  private static final int CHUNK_UNITS = 1 << CHUNK_BITS;
  private static final int CHUNK_BYTES = CHUNK_UNITS * UNIT;
  private static final int CHUNKS_MAX = 1 << Integer.SIZE - CHUNK_BITS;

  /** The parent of the first state. */
  static final int NO_ADDRESS = -1;

  private byte[][] chunks = {new byte[CHUNK_BYTES]};

  /** Where the states of each chunk end. */
  private int[] ends = new int[1];

  private int chunkCount = 1;
  private int size;
  private long bytes;

  /** The upper half of a slot is a hash, the lower half an address plus 1; 0 is a vacant one. */
  private long[] slots = new long[1 << 13];

  int size() {
    return size;
  }

  /** Adds a state; says whether it is new. Its parent is the address of its predecessor. */
  boolean add(byte[] encoding, int length, int parent) {
    int hash = hash(encoding, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (long found = slots[slot]; found != 0; found = slots[slot]) {
      if ((int) (found >>> 32) == hash && equal((int) found - 1, encoding, length)) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    int address = store(encoding, length, parent);
    slots[slot] = (long) hash << 32 | Integer.toUnsignedLong(address + 1);
    if (size * 2L > slots.length) {
      grow();
    }
    return true;
  }

  /** The address of the state that came first. */
  int first() {
    return 0;
  }

  /** The address of the state that came after one, which is {@code length} bytes long. */
  int next(int address, int length) {
    int units = (UNIT + length + UNIT - 1) / UNIT;
    int next = address + units;
    int chunk = chunk(address);
    boolean ended = offset(next) - UNIT >= ends[chunk] || chunk(next) != chunk;
    return ended && chunk + 1 < chunkCount ? (chunk + 1) * CHUNK_UNITS : next;
  }

  /** The address of the state from which a state was first reached. */
  int parent(int address) {
    return (int) INTS.get(chunks[chunk(address)], offset(address) - UNIT);
  }

  /** Reads a state; returns its length. */
  int decode(int address, LockDraft to) {
    return to.decode(chunks[chunk(address)], offset(address));
  }

  /** Bytes that are taken by encodings alone. */
  long encodedBytes() {
    return bytes;
  }

  /** Bytes that are taken, with what finds them and their predecessors. */
  long memoryBytes() {
    return (long) chunkCount * CHUNK_BYTES + 8L * slots.length;
  }

  private static int chunk(int address) {
    return address >>> CHUNK_BITS;
  }

  /** Of the encoding, which lies behind the parent's address. */
  private static int offset(int address) {
    return (address & (CHUNK_UNITS - 1)) * UNIT + UNIT;
  }

  /** No encoding is the beginning of another, so that lengths need not be compared. */
  private boolean equal(int address, byte[] encoding, int length) {
    int offset = offset(address);
    return offset + length <= CHUNK_BYTES
        && Arrays.equals(chunks[chunk(address)], offset, offset + length, encoding, 0, length);
  }

  private int store(byte[] encoding, int length, int parent) {
    int chunk = chunkCount - 1;
    int begin = (ends[chunk] + UNIT - 1) / UNIT * UNIT;
    if (begin + UNIT + length > CHUNK_BYTES) {
      chunk = chunkCount++;
      begin = 0;
      if (chunk == CHUNKS_MAX) {
        throw new IllegalStateException("more than 16 GB of states");
      } else if (chunk == chunks.length) {
        chunks = Arrays.copyOf(chunks, chunk * 2);
        ends = Arrays.copyOf(ends, chunk * 2);
      }
      chunks[chunk] = new byte[CHUNK_BYTES];
    }
    INTS.set(chunks[chunk], begin, parent);
    System.arraycopy(encoding, 0, chunks[chunk], begin + UNIT, length);
    ends[chunk] = begin + UNIT + length;
    size++;
    bytes += length;
    return chunk * CHUNK_UNITS + begin / UNIT;
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
