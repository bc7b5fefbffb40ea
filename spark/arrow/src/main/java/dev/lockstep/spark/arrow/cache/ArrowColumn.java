package dev.lockstep.spark.arrow.cache;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A column of a cached batch, read where it lies: Arrow's layout of a vector without children.
 *
 * <p>One final class for all types, and no check of bounds, references or types: generated code
 * calls the one method that fits, and the JIT makes a load of it. Spark's own {@code
 * ArrowColumnVector} costs 1.4 to 3 times as much (docs/columnar.md).
 *
 * <p>It never changes and any thread may read it, while the payload is there. To close it does
 * nothing: the batch that it was read with is closed.
 */
public final class ArrowColumn extends ColumnVector {
  private static final int DECIMAL_BYTES = 16;
  private static final int MAX_LONG_DIGITS = 18;

  private final ArrowBuf slab;
  private final int nulls;

  /** Addresses; 0 where the type has no such buffer. */
  private final long validity;

  /** One byte a row, which says the value among those of a dictionary; 0 if there is none. */
  private final long codes;

  private final long offsets;
  private final long data;

  /** How many values a dictionary has. */
  private final int words;

  /** The strings of a dictionary, as one reading has made them. */
  private final UTF8String @Nullable [] strings;

  private ArrowColumn(
      DataType type,
      ArrowBuf slab,
      int nulls,
      long validity,
      long codes,
      long offsets,
      long data,
      int words,
      UTF8String @Nullable [] strings) {
    super(type);
    this.slab = slab;
    this.nulls = nulls;
    this.validity = validity;
    this.codes = codes;
    this.offsets = offsets;
    this.data = data;
    this.words = words;
    this.strings = strings;
  }

  /** Values of one width, or of one bit, or none. */
  static ArrowColumn fixed(DataType type, ArrowBuf slab, int nulls, long validity, long data) {
    return new ArrowColumn(type, slab, nulls, validity, 0, 0, data, 0, null);
  }

  /** Strings or arrays of bytes, one after the other. */
  static ArrowColumn plain(
      DataType type, ArrowBuf slab, int nulls, long validity, long offsets, long data) {
    return new ArrowColumn(type, slab, nulls, validity, 0, offsets, data, 0, null);
  }

  /**
   * Strings by their codes.
   *
   * @param words how many different ones there are
   * @param offsets of these, in {@code data}
   */
  static ArrowColumn coded(
      DataType type,
      ArrowBuf slab,
      int nulls,
      long validity,
      long codes,
      int words,
      long offsets,
      long data) {
    return new ArrowColumn(type, slab, nulls, validity, codes, offsets, data, words, null);
  }

  /**
   * What one reading is given: with the strings of the dictionary, each made once. They lie in the
   * payload as all strings do. The cached column itself holds none: nobody counts them.
   */
  ArrowColumn forReading() {
    if (codes == 0) {
      return this;
    }
    // Under a null there is a code, too, of which there may be no string.
    UTF8String[] made = new UTF8String[Math.max(1, words)];
    for (int i = 0; i < words; i++) {
      made[i] = string(i);
    }
    return new ArrowColumn(type, slab, nulls, validity, codes, offsets, data, words, made);
  }

  /** The opposite. */
  ArrowColumn forKeeping() {
    return strings == null
        ? this
        : new ArrowColumn(type, slab, nulls, validity, codes, offsets, data, words, null);
  }

  /** The memory that the column lies in, with others. */
  ArrowBuf slab() {
    return slab;
  }

  /** Where the values begin, or those of the dictionary; 0 for a column of nulls. */
  public long dataAddress() {
    return data;
  }

  @Override
  public void close() {}

  @Override
  public boolean hasNull() {
    return nulls > 0;
  }

  @Override
  public int numNulls() {
    return nulls;
  }

  @Override
  public boolean isNullAt(int row) {
    return nulls > 0 && (validity == 0 || !bit(validity, row));
  }

  @Override
  public boolean getBoolean(int row) {
    return bit(data, row);
  }

  private static boolean bit(long bits, int row) {
    return ((Platform.getByte(null, bits + (row >> 3)) >> (row & 7)) & 1) != 0;
  }

  @Override
  public byte getByte(int row) {
    return Platform.getByte(null, data + row);
  }

  @Override
  public short getShort(int row) {
    return Platform.getShort(null, data + ((long) row << 1));
  }

  @Override
  public int getInt(int row) {
    return Platform.getInt(null, data + ((long) row << 2));
  }

  @Override
  public long getLong(int row) {
    return Platform.getLong(null, data + ((long) row << 3));
  }

  @Override
  public float getFloat(int row) {
    return Platform.getFloat(null, data + ((long) row << 2));
  }

  @Override
  public double getDouble(int row) {
    return Platform.getDouble(null, data + ((long) row << 3));
  }

  /** Arrow has 128 bits, the low ones first; up to 18 digits fit into 64. */
  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    long at = data + (long) row * DECIMAL_BYTES;
    if (precision <= MAX_LONG_DIGITS) {
      return Decimal.createUnsafe(Platform.getLong(null, at), precision, scale);
    }
    byte[] bigEndian = new byte[DECIMAL_BYTES];
    for (int i = 0; i < DECIMAL_BYTES; i++) {
      bigEndian[i] = Platform.getByte(null, at + DECIMAL_BYTES - 1 - i);
    }
    return Decimal.apply(new BigDecimal(new BigInteger(bigEndian), scale), precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    UTF8String[] known = strings;
    return known == null ? string(place(row)) : known[Platform.getByte(null, codes + row) & 0xFF];
  }

  /** Where a row's value is among those that lie one after the other. */
  private int place(int row) {
    return codes == 0 ? row : Platform.getByte(null, codes + row) & 0xFF;
  }

  private UTF8String string(int place) {
    int from = Platform.getInt(null, offsets + ((long) place << 2));
    int to = Platform.getInt(null, offsets + (((long) place + 1) << 2));
    return UTF8String.fromAddress(null, data + from, to - from);
  }

  @Override
  public byte[] getBinary(int row) {
    int place = place(row);
    int from = Platform.getInt(null, offsets + ((long) place << 2));
    int to = Platform.getInt(null, offsets + (((long) place + 1) << 2));
    byte[] bytes = new byte[to - from];
    Platform.copyMemory(null, data + from, bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length);
    return bytes;
  }

  /** Months, days and microseconds, as {@link FlatColumn} writes them. */
  @Override
  public CalendarInterval getInterval(int row) {
    long at = data + ((long) row << 4);
    return new CalendarInterval(
        Platform.getInt(null, at),
        Platform.getInt(null, at + Integer.BYTES),
        Platform.getLong(null, at + Long.BYTES));
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw noChildren();
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw noChildren();
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw noChildren();
  }

  private UnsupportedOperationException noChildren() {
    return new UnsupportedOperationException("a column of type " + type.sql() + " has no children");
  }
}
