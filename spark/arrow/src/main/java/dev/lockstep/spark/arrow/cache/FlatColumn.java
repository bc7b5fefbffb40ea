package dev.lockstep.spark.arrow.cache;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.Platform;

/**
 * The values of one column of the batch that is being written, in Arrow's layout of a vector
 * without children. {@link ArrowColumn} reads them.
 *
 * <p>Bits of validity are ones from the beginning: only a null changes any, and a column without
 * nulls is kept without them.
 */
abstract class FlatColumn implements AutoCloseable {
  private static final byte ALL_VALID = (byte) 0xFF;

  private final DataType type;
  private final GrowingBuffer validity = new GrowingBuffer();
  private int nulls;

  FlatColumn(DataType type) {
    this.type = type;
  }

  static FlatColumn of(DataType type) {
    return type instanceof StringType || type instanceof BinaryType
        ? new BytesColumn(type)
        : new FixedWidthColumn(type);
  }

  final DataType type() {
    return type;
  }

  static long bits(int rows) {
    return (rows + 7L) / 8;
  }

  /**
   * Makes room.
   *
   * @param rows for how many in all
   * @param used how many there are
   */
  final void reserve(int rows, int used) {
    long before = validity.capacity();
    validity.reserve(bits(rows), bits(used));
    if (validity.capacity() > before) {
      Platform.setMemory(
          validity.address() + bits(used), ALL_VALID, validity.capacity() - bits(used));
    }
    reserveValues(rows, used);
  }

  /** Writes a value of a row as the batch's row {@code index}, for which there is room. */
  final void append(SpecializedGetters row, int ordinal, int index) {
    if (row.isNullAt(ordinal)) {
      appendNull(index);
    } else {
      appendValue(row, ordinal, index);
    }
  }

  final void appendNull(int index) {
    nulls++;
    long at = validity.address() + (index >> 3);
    Platform.putByte(null, at, (byte) (Platform.getByte(null, at) & ~(1 << (index & 7))));
    appendNothing(index);
  }

  abstract void reserveValues(int rows, int used);

  abstract void appendValue(SpecializedGetters row, int ordinal, int index);

  /** What is under a null. */
  abstract void appendNothing(int index);

  final boolean isNull(int index) {
    return (Platform.getByte(null, validity.address() + (index >> 3)) >> (index & 7) & 1) == 0;
  }

  /** Before {@link #copyBytes} and {@link #copy}: the batch has so many rows. */
  void finishValues(int rows) {}

  /** How many bytes {@link #copy} will want. */
  final long copyBytes(int rows) {
    return Slab.aligned(nulls == 0 ? 0 : bits(rows)) + valueBytes(rows);
  }

  abstract long valueBytes(int rows);

  /** Copies the column into a slab and begins anew. */
  final ArrowColumn copy(Slab slab, int rows) {
    long bits = 0;
    if (nulls > 0) {
      bits = slab.copy(validity.address(), bits(rows));
      Platform.setMemory(validity.address(), ALL_VALID, bits(rows));
    }
    ArrowColumn made = copyValues(slab, rows, nulls, bits);
    nulls = 0;
    return made;
  }

  abstract ArrowColumn copyValues(Slab slab, int rows, int nulls, long validity);

  @Override
  public void close() {
    validity.close();
  }
}
