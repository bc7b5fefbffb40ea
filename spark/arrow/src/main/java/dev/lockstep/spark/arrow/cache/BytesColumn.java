package dev.lockstep.spark.arrow.cache;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Strings, or arrays of bytes. Strings of which there are few different ones in a batch are kept as
 * a dictionary of these, and a code of one byte for each row: a reader then makes each string once,
 * not once a row, and the payload is smaller.
 */
final class BytesColumn extends FlatColumn {
  /** Up to so many bytes a copy by words is quicker than a call. */
  private static final int SHORT_BYTES = 64;

  /** Batches that are written plainly after one that had too many different strings. */
  private static final int PLAIN_BATCHES = 15;

  private final boolean binary;
  private final GrowingBuffer values = new GrowingBuffer();
  private final GrowingBuffer offsets = new GrowingBuffer();
  private final GrowingBuffer codes = new GrowingBuffer();

  /** Where the buffers are until they grow. */
  private long valuesAt;

  private long offsetsAt;
  private long codesAt;

  /** Of the plain values in this batch. */
  private int bytes;

  /** Null while values are written plainly. */
  private @Nullable Dictionary dictionary;

  private int plainBatches;

  BytesColumn(DataType type) {
    super(type);
    this.binary = type instanceof BinaryType;
    this.dictionary = binary ? null : new Dictionary();
  }

  @Override
  void reserveValues(int rows, int used) {
    boolean coded = dictionary != null;
    offsets.reserve((rows + 1L) * Integer.BYTES, coded ? 0 : (used + 1L) * Integer.BYTES);
    offsetsAt = offsets.address();
    Platform.putInt(null, offsetsAt, 0);
    if (!binary) {
      codes.reserve(rows, coded ? used : 0);
      codesAt = codes.address();
    }
  }

  @Override
  void appendValue(SpecializedGetters row, int ordinal, int index) {
    if (row instanceof UnsafeRow unsafe) {
      // Where the bytes lie in the row, and how many.
      long place = unsafe.getLong(ordinal);
      append(unsafe.getBaseObject(), unsafe.getBaseOffset() + (place >>> 32), (int) place, index);
    } else if (binary) {
      byte[] value = row.getBinary(ordinal);
      append(value, Platform.BYTE_ARRAY_OFFSET, value.length, index);
    } else {
      UTF8String value = row.getUTF8String(ordinal);
      append(value.getBaseObject(), value.getBaseOffset(), value.numBytes(), index);
    }
  }

  private void append(@Nullable Object base, long from, int length, int index) {
    Dictionary known = dictionary;
    if (known != null) {
      int code = known.code(base, from, length);
      if (code >= 0) {
        Platform.putByte(null, codesAt + index, (byte) code);
        return;
      }
      writePlainly(known, index);
      plainBatches = PLAIN_BATCHES;
    }
    appendPlain(base, from, length, index);
  }

  @Override
  void appendNothing(int index) {
    if (dictionary != null) {
      Platform.putByte(null, codesAt + index, (byte) 0);
    } else {
      Platform.putInt(null, offsetsAt + 4L * (index + 1), bytes);
    }
  }

  private void appendPlain(@Nullable Object base, long from, int length, int index) {
    int end = Math.addExact(bytes, length);
    values.reserve(end, bytes);
    valuesAt = values.address();
    long to = valuesAt + bytes;
    if (length > SHORT_BYTES) {
      Platform.copyMemory(base, from, null, to, length);
    } else {
      int at = 0;
      for (; at <= length - Long.BYTES; at += Long.BYTES) {
        Platform.putLong(null, to + at, Platform.getLong(base, from + at));
      }
      for (; at < length; at++) {
        Platform.putByte(null, to + at, Platform.getByte(base, from + at));
      }
    }
    bytes = end;
    Platform.putInt(null, offsetsAt + 4L * (index + 1), end);
  }

  /** There are too many different strings: what has been coded so far is written plainly. */
  private void writePlainly(Dictionary known, int rows) {
    dictionary = null;
    for (int row = 0; row < rows; row++) {
      int code = Platform.getByte(null, codesAt + row) & 0xFF;
      if (isNull(row)) {
        appendNothing(row);
      } else {
        appendPlain(null, known.address(code), known.length(code), row);
      }
    }
    known.close();
  }

  @Override
  void finishValues(int rows) {
    Dictionary known = dictionary;
    if (known != null && known.size() > rows / 2) {
      writePlainly(known, rows);
    }
  }

  @Override
  long valueBytes(int rows) {
    Dictionary known = dictionary;
    return known == null
        ? Slab.aligned((rows + 1L) * Integer.BYTES) + Slab.aligned(bytes)
        : Slab.aligned(rows) + known.copyBytes();
  }

  @Override
  ArrowColumn copyValues(Slab slab, int rows, int nulls, long validity) {
    Dictionary known = dictionary;
    ArrowColumn made;
    if (known == null) {
      long ends = slab.copy(offsetsAt, (rows + 1L) * Integer.BYTES);
      made =
          ArrowColumn.plain(
              type(), slab.memory(), nulls, validity, ends, slab.copy(valuesAt, bytes));
    } else {
      long coded = slab.copy(codesAt, rows);
      made =
          ArrowColumn.coded(
              type(),
              slab.memory(),
              nulls,
              validity,
              coded,
              known.size(),
              known.copyEnds(slab),
              known.copyValues(slab));
      known.clear();
    }
    bytes = 0;
    if (!binary && known == null && plainBatches-- <= 0) {
      dictionary = new Dictionary();
    }
    return made;
  }

  @Override
  public void close() {
    super.close();
    values.close();
    offsets.close();
    codes.close();
    if (dictionary != null) {
      dictionary.close();
    }
  }
}
