package dev.lockstep.spark.arrow.cache;

import java.math.BigInteger;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
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
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.CalendarInterval;

/**
 * Values of so many bytes each, or of one bit. One class for all of them: what writes a row then
 * calls two classes at most, which the JIT has no trouble with.
 */
final class FixedWidthColumn extends FlatColumn {
  private static final int MAX_LONG_DIGITS = 18;

  /** How a value is read and written, and its bytes. */
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
    INTERVAL(16);

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
      }
      // Long, and times of all sorts.
      return LONG;
    }
  }

  private final Kind kind;
  private final int precision;
  private final int scale;
  private final GrowingBuffer values = new GrowingBuffer();

  /** Where the buffer is until it grows. */
  private long at;

  FixedWidthColumn(DataType type) {
    super(type);
    this.kind = Kind.of(type);
    this.precision = type instanceof DecimalType decimal ? decimal.precision() : 0;
    this.scale = type instanceof DecimalType decimal ? decimal.scale() : 0;
  }

  private long bytes(int rows) {
    return kind == Kind.BIT ? bits(rows) : (long) rows * kind.width;
  }

  @Override
  void reserveValues(int rows, int used) {
    values.reserve(bytes(rows), bytes(used));
    at = values.address();
  }

  @Override
  void appendValue(SpecializedGetters row, int ordinal, int index) {
    switch (kind) {
      case INT -> Platform.putInt(null, at + 4L * index, row.getInt(ordinal));
      case LONG -> Platform.putLong(null, at + 8L * index, row.getLong(ordinal));
      case DOUBLE -> Platform.putDouble(null, at + 8L * index, row.getDouble(ordinal));
      case FLOAT -> Platform.putFloat(null, at + 4L * index, row.getFloat(ordinal));
      case BIT -> appendBit(row.getBoolean(ordinal), index);
      case BYTE -> Platform.putByte(null, at + index, row.getByte(ordinal));
      case SHORT -> Platform.putShort(null, at + 2L * index, row.getShort(ordinal));
      case SMALL_DECIMAL, BIG_DECIMAL ->
          appendDecimal(row.getDecimal(ordinal, precision, scale), index);
      case INTERVAL -> appendInterval(row.getInterval(ordinal), index);
      case NOTHING -> {}
    }
  }

  @Override
  void appendNothing(int index) {
    if (kind == Kind.BIT) {
      appendBit(false, index);
    } else {
      // Zeros, not what an earlier batch had there.
      Platform.setMemory(at + bytes(index), (byte) 0, kind.width);
    }
  }

  private void appendBit(boolean value, int index) {
    long place = at + (index >> 3);
    int bit = 1 << (index & 7);
    // The first bit of a byte clears what an earlier batch had in it.
    int others = (index & 7) == 0 ? 0 : Platform.getByte(null, place);
    Platform.putByte(null, place, (byte) (value ? others | bit : others & ~bit));
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
    long place = at + 16L * index;
    if (kind == Kind.SMALL_DECIMAL) {
      long unscaled = fitting.toUnscaledLong();
      Platform.putLong(null, place, unscaled);
      Platform.putLong(null, place + Long.BYTES, unscaled >> (Long.SIZE - 1));
    } else {
      BigInteger unscaled = fitting.toJavaBigDecimal().unscaledValue();
      Platform.putLong(null, place, unscaled.longValue());
      Platform.putLong(null, place + Long.BYTES, unscaled.shiftRight(Long.SIZE).longValue());
    }
  }

  /**
   * Months, days and microseconds, where Arrow has nanoseconds: what Spark can hold would not fit
   * into those.
   */
  private void appendInterval(CalendarInterval value, int index) {
    long place = at + 16L * index;
    Platform.putInt(null, place, value.months);
    Platform.putInt(null, place + Integer.BYTES, value.days);
    Platform.putLong(null, place + Long.BYTES, value.microseconds);
  }

  @Override
  long valueBytes(int rows) {
    return Slab.aligned(bytes(rows));
  }

  @Override
  ArrowColumn copyValues(Slab slab, int rows, int nulls, long validity) {
    return kind == Kind.NOTHING
        ? ArrowColumn.fixed(type(), slab.memory(), rows, 0, 0)
        : ArrowColumn.fixed(type(), slab.memory(), nulls, validity, slab.copy(at, bytes(rows)));
  }

  @Override
  public void close() {
    super.close();
    values.close();
  }
}
