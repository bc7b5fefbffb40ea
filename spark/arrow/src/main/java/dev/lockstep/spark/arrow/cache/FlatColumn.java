package dev.lockstep.spark.arrow.cache;

import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The values of one column of the batch that is being written, in Arrow's layout of a vector
 * without children. One class for all types, as {@link ArrowColumn} is, which reads them.
 *
 * <p>Bits of validity are ones from the beginning: only a null changes any, and a column without
 * nulls is kept without them.
 */
final class FlatColumn implements AutoCloseable {

  /** Up to so many bytes a copy by words is quicker than a call. */
  private static final int SHORT_BYTES = 64;

  private static final int MAX_LONG_DIGITS = 18;

  private static final byte ALL_VALID = (byte) 0xFF;

  /** How a value is read and written. */
  private enum Kind {
    NOTHING(0),
    BIT(0),
    BYTE(1),
    SHORT(2),
    INT(4),
    LONG(8),
    FLOAT(4),
    DOUBLE(8),
    SMALL_DECIMAL(16),
    BIG_DECIMAL(16),
    INTERVAL(16),
    BYTES(0);

    private final int width;

    Kind(int width) {
      this.width = width;
    }

    static Kind of(DataType type) {
      if (type instanceof NullType) {
        return NOTHING;
      } else if (type instanceof BooleanType) {
        return BIT;
      } else if (type instanceof ByteType) {
        return BYTE;
      } else if (type instanceof ShortType) {
        return SHORT;
      } else if (type instanceof IntegerType
          || type instanceof DateType
          || type instanceof YearMonthIntervalType) {
        return INT;
      } else if (type instanceof FloatType) {
        return FLOAT;
      } else if (type instanceof DoubleType) {
        return DOUBLE;
      } else if (type instanceof DecimalType decimal) {
        return decimal.precision() <= MAX_LONG_DIGITS ? SMALL_DECIMAL : BIG_DECIMAL;
      } else if (type instanceof CalendarIntervalType) {
        return INTERVAL;
      } else if (type instanceof StringType || type instanceof BinaryType) {
        return BYTES;
      }
      // Long, and times of all sorts.
      return LONG;
    }
  }

  private final DataType type;
  private final Kind kind;
  private final boolean binary;
  private final int precision;
  private final int scale;
  private final GrowingBuffer validity = new GrowingBuffer();
  private final GrowingBuffer offsets = new GrowingBuffer();
  private final GrowingBuffer values = new GrowingBuffer();

  /** Of the buffers, which are where they are until one grows. */
  private long validityAt;

  private long offsetsAt;
  private long valuesAt;

  /** Of strings and arrays of bytes in this batch. */
  private int bytes;

  private int nulls;

  FlatColumn(DataType type) {
    this.type = type;
    this.kind = Kind.of(type);
    this.binary = type instanceof BinaryType;
    this.precision = type instanceof DecimalType decimal ? decimal.precision() : 0;
    this.scale = type instanceof DecimalType decimal ? decimal.scale() : 0;
  }

  /** Makes room for more rows in all. */
  void reserve(int rows, int used) {
    long before = validity.capacity();
    validity.reserve(bits(rows), bits(used));
    validityAt = validity.address();
    if (validity.capacity() > before) {
      Platform.setMemory(validityAt + bits(used), ALL_VALID, validity.capacity() - bits(used));
    }
    if (kind == Kind.BYTES) {
      offsets.reserve((rows + 1L) * Integer.BYTES, used == 0 ? 0 : (used + 1L) * Integer.BYTES);
      offsetsAt = offsets.address();
      Platform.putInt(null, offsetsAt, 0);
      reserveBytes(rows);
    } else if (kind == Kind.BIT) {
      values.reserve(bits(rows), bits(used));
      valuesAt = values.address();
    } else {
      values.reserve((long) rows * kind.width, (long) used * kind.width);
      valuesAt = values.address();
    }
  }

  private void reserveBytes(long more) {
    // With a word to spare, since short copies are by words.
    values.reserve(bytes + more + Long.BYTES, bytes);
    valuesAt = values.address();
  }

  private static long bits(int rows) {
    return (rows + 7L) / 8;
  }

  /** Writes a value of a row as the batch's row {@code index}, for which there is room. */
  void append(SpecializedGetters row, int ordinal, int index) {
    if (row.isNullAt(ordinal)) {
      appendNull(index);
      return;
    }
    switch (kind) {
      case INT -> Platform.putInt(null, valuesAt + 4L * index, row.getInt(ordinal));
      case LONG -> Platform.putLong(null, valuesAt + 8L * index, row.getLong(ordinal));
      case DOUBLE -> Platform.putDouble(null, valuesAt + 8L * index, row.getDouble(ordinal));
      case FLOAT -> Platform.putFloat(null, valuesAt + 4L * index, row.getFloat(ordinal));
      case BYTES -> appendBytes(row, ordinal, index);
      case BIT -> appendBit(row.getBoolean(ordinal), index);
      case BYTE -> Platform.putByte(null, valuesAt + index, row.getByte(ordinal));
      case SHORT -> Platform.putShort(null, valuesAt + 2L * index, row.getShort(ordinal));
      case SMALL_DECIMAL, BIG_DECIMAL ->
          appendDecimal(row.getDecimal(ordinal, precision, scale), index);
      case INTERVAL -> appendInterval(row.getInterval(ordinal), index);
      case NOTHING -> {}
    }
  }

  private void appendNull(int index) {
    nulls++;
    long at = validityAt + (index >> 3);
    Platform.putByte(null, at, (byte) (Platform.getByte(null, at) & ~(1 << (index & 7))));
    if (kind == Kind.BYTES) {
      Platform.putInt(null, offsetsAt + 4L * (index + 1), bytes);
    } else if (kind == Kind.BIT) {
      appendBit(false, index);
    } else {
      // What is not there is zeros, not what an earlier batch had there.
      Platform.setMemory(valuesAt + (long) kind.width * index, (byte) 0, kind.width);
    }
  }

  private void appendBit(boolean value, int index) {
    long at = valuesAt + (index >> 3);
    int bit = 1 << (index & 7);
    // The first bit of a byte clears what an earlier batch had in it.
    int others = (index & 7) == 0 ? 0 : Platform.getByte(null, at);
    Platform.putByte(null, at, (byte) (value ? others | bit : others & ~bit));
  }

  private void appendBytes(SpecializedGetters row, int ordinal, int index) {
    if (row instanceof UnsafeRow unsafe) {
      // Where the bytes lie in the row, and how many; they are padded to words.
      long place = unsafe.getLong(ordinal);
      appendWords(
          unsafe.getBaseObject(), unsafe.getBaseOffset() + (place >>> 32), (int) place, index);
    } else if (binary) {
      byte[] value = row.getBinary(ordinal);
      appendBytes(value, Platform.BYTE_ARRAY_OFFSET, value.length, index);
    } else {
      UTF8String value = row.getUTF8String(ordinal);
      appendBytes(value.getBaseObject(), value.getBaseOffset(), value.numBytes(), index);
    }
  }

  private void appendWords(Object base, long from, int length, int index) {
    if (length > SHORT_BYTES) {
      appendBytes(base, from, length, index);
      return;
    }
    long to = placeOf(length, index);
    for (int at = 0; at < length; at += Long.BYTES) {
      Platform.putLong(null, to + at, Platform.getLong(base, from + at));
    }
  }

  private void appendBytes(Object base, long from, int length, int index) {
    Platform.copyMemory(base, from, null, placeOf(length, index), length);
  }

  /** Takes the next bytes for a value. */
  private long placeOf(int length, int index) {
    int end = Math.addExact(bytes, length);
    if ((long) end + Long.BYTES > values.capacity()) {
      reserveBytes(length);
    }
    long place = valuesAt + bytes;
    bytes = end;
    Platform.putInt(null, offsetsAt + 4L * (index + 1), end);
    return place;
  }

  /** 128 bits, the low ones first. A value that does not fit the type is null, as Spark has it. */
  private void appendDecimal(Decimal value, int index) {
    Decimal fitting = value;
    if (value.precision() != precision || value.scale() != scale) {
      fitting = value.clone();
      if (!fitting.changePrecision(precision, scale)) {
        appendNull(index);
        return;
      }
    }
    long at = valuesAt + 16L * index;
    if (kind == Kind.SMALL_DECIMAL) {
      long unscaled = fitting.toUnscaledLong();
      Platform.putLong(null, at, unscaled);
      Platform.putLong(null, at + Long.BYTES, unscaled >> (Long.SIZE - 1));
    } else {
      BigInteger unscaled = fitting.toJavaBigDecimal().unscaledValue();
      Platform.putLong(null, at, unscaled.longValue());
      Platform.putLong(null, at + Long.BYTES, unscaled.shiftRight(Long.SIZE).longValue());
    }
  }

  /** Microseconds, where Arrow has nanoseconds: what Spark can hold would not fit into those. */
  private void appendInterval(CalendarInterval value, int index) {
    long at = valuesAt + 16L * index;
    Platform.putInt(null, at, value.months);
    Platform.putInt(null, at + Integer.BYTES, value.days);
    Platform.putLong(null, at + Long.BYTES, value.microseconds);
  }

  /** How many bytes {@link #copy} will want. */
  long copyBytes(int rows) {
    if (kind == Kind.NOTHING) {
      return 0;
    }
    return Slab.aligned(nulls == 0 ? 0 : bits(rows))
        + Slab.aligned(kind == Kind.BYTES ? (rows + 1L) * Integer.BYTES : 0)
        + Slab.aligned(valueBytes(rows));
  }

  private long valueBytes(int rows) {
    return switch (kind) {
      case BYTES -> bytes;
      case BIT -> bits(rows);
      default -> (long) rows * kind.width;
    };
  }

  /** Copies the column into a slab and begins anew. */
  ArrowColumn copy(Slab slab, int rows) {
    ArrowBuf memory = slab.memory();
    ArrowColumn made;
    if (kind == Kind.NOTHING) {
      made = new ArrowColumn(type, memory, rows, 0, 0, 0);
    } else {
      made =
          new ArrowColumn(
              type,
              memory,
              nulls,
              nulls == 0 ? 0 : slab.copy(validityAt, bits(rows)),
              kind == Kind.BYTES ? slab.copy(offsetsAt, (rows + 1L) * Integer.BYTES) : 0,
              slab.copy(valuesAt, valueBytes(rows)));
      if (nulls > 0) {
        Platform.setMemory(validityAt, ALL_VALID, bits(rows));
      }
    }
    nulls = 0;
    bytes = 0;
    return made;
  }

  @Override
  public void close() {
    validity.close();
    offsets.close();
    values.close();
  }
}
