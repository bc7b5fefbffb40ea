package dev.lockstep.simulator.input;

import dev.lockstep.traces.json.Place;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads text of fields separated by commas, byte by byte from a large buffer, and makes no strings
 * of numbers. Knows line and column.
 */
final class TextScanner implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;

  /** Lines are hardly ever longer; one that is read field by field. */
  private static final int LINE_BYTES = 256;

  /** Numbers of so many digits fit into a long. */
  private static final int DIGITS_MAX = 18;

  /** In the place of a column's index: a word. */
  static final int WORD = -2;

  /** In the place of a column's index: a number that nobody needs. */
  static final int PASSED_OVER = -1;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ZEROS = 0x3030303030303030L;
  private static final long ABOVE_NINE = 0x7676767676767676L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final long HASH_BASIS = 0xCBF29CE484222325L;
  private static final long HASH_PRIME = 0x100000001B3L;

  private final String file;
  private final InputStream in;

  /**
   * One byte more than is read: there a line ends, so that a loop needs to look at nothing else.
   */
  private final byte[] buffer = new byte[BUFFER_BYTES + Long.BYTES];

  private int at;
  private int end;
  private boolean over;
  private int line = 1;
  private long lineBegan;
  private long bytesBefore;
  private int fieldColumn;

  TextScanner(String file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /** The next byte, or -1 at the end. Stays there. */
  int peek() throws IOException {
    if (at == end) {
      fill();
      if (at == end) {
        return -1;
      }
    }
    return buffer[at] & 0xFF;
  }

  /** Moves what is left to the front and reads more behind it. */
  private void fill() throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    bytesBefore += at;
    end -= at;
    at = 0;
    int read = in.read(buffer, end, BUFFER_BYTES - end);
    over = read < 0;
    end += Math.max(0, read);
    buffer[end] = '\n';
  }

  /**
   * Goes past the mark with which some programs begin a text in UTF-8. Nothing else is read yet.
   */
  void skipByteOrderMark() throws IOException {
    peek();
    if (end - at >= BYTE_ORDER_MARK.length
        && Arrays.equals(buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3)) {
      at += BYTE_ORDER_MARK.length;
      lineBegan = position();
    }
  }

  private long position() {
    return bytesBefore + at;
  }

  /**
   * Reads a whole line whose fields are as simple as they mostly are: numbers without blanks, and
   * {@code get} for an operation. That is what long traces are made of, and it is several times
   * quicker than field by field.
   *
   * @param columns which column is which, or {@link #WORD} or {@link #PASSED_OVER}
   * @param values takes the number of each other column at its index; that of a word is left
   * @param most the largest number of each
   * @return false, and nothing is read, if the line is not of that sort
   */
  boolean simpleLine(int[] columns, long[] values, long[] most) throws IOException {
    if (end - at < LINE_BYTES && !over) {
      fill();
    }
    byte[] bytes = buffer;
    int p = at;
    for (int column = 0; column < columns.length; column++) {
      if (column > 0 && bytes[p++] != ',') {
        return false;
      }
      int begin = p;
      int kind = columns[column];
      if (kind == WORD) {
        if (bytes[p] != 'g' || bytes[p + 1] != 'e' || bytes[p + 2] != 't') {
          return false;
        }
        p += 3;
      } else if (kind == PASSED_OVER) {
        for (int digits = digits(bytes, p);
            digits > 0;
            digits = digits < 8 ? 0 : digits(bytes, p)) {
          p += digits;
        }
        if (p == begin) {
          return false;
        }
      } else {
        int digits = digits(bytes, p);
        if (digits == 0 || digits == 8) {
          return false;
        }
        long value = value(bytes, p, digits);
        if (value > most[kind]) {
          return false;
        }
        values[kind] = value;
        p += digits;
      }
    }
    if (p >= end || bytes[p] != '\n') {
      return false;
    }
    at = p + 1;
    line++;
    lineBegan = position();
    return true;
  }

  private int column() {
    return (int) (position() - lineBegan) + 1;
  }

  int line() {
    return line;
  }

  /** Whether the line is over; a carriage return before its end does not count. */
  boolean atLineEnd() throws IOException {
    int c = peek();
    if (c == '\r') {
      at++;
      c = peek();
    }
    return c == '\n' || c < 0;
  }

  /** Goes to the beginning of the next line. */
  void nextLine() throws IOException {
    int c = peek();
    while (c >= 0 && c != '\n') {
      at++;
      c = peek();
    }
    if (c == '\n') {
      at++;
      line++;
      lineBegan = position();
    }
  }

  /** Goes past a comma if there is one. */
  boolean comma() throws IOException {
    skipBlanks();
    if (peek() == ',') {
      at++;
      return true;
    }
    return false;
  }

  void skipField() throws IOException {
    int c = peek();
    while (c >= 0 && c != ',' && c != '\n' && c != '\r') {
      at++;
      c = peek();
    }
  }

  private void skipBlanks() throws IOException {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  /** How many of the next eight bytes are digits before the first that is none; all at once. */
  private static int digits(byte[] bytes, int at) {
    long digits = (long) EIGHT.get(bytes, at) ^ ZEROS;
    // A byte's highest bit is set if it is above 9; a carry spoils only bytes behind such a one.
    long others = ((digits + ABOVE_NINE) | digits) & HIGHEST_BITS;
    return Long.numberOfTrailingZeros(others) >> 3;
  }

  /** The number that so many digits, fewer than eight, are: in pairs, then fours, then together. */
  private static long value(byte[] bytes, int at, int digits) {
    long value = ((long) EIGHT.get(bytes, at) ^ ZEROS) << (64 - 8 * digits);
    value = (value * 10 + (value >>> 8)) & 0x00FF00FF00FF00FFL;
    value = (value * 100 + (value >>> 16)) & 0x0000FFFF0000FFFFL;
    return (value * 10_000 + (value >>> 32)) & 0xFFFFFFFFL;
  }

  /** A whole number of at least 0, within bounds. */
  long number(String field, long most) throws IOException, TraceFormatException {
    skipBlanks();
    fieldColumn = column();
    long value = 0;
    int digits = 0;
    for (int c = peek(); c >= '0' && c <= '9'; c = peek()) {
      value = value * 10 + (c - '0');
      at++;
      if (++digits > DIGITS_MAX || value > most) {
        throw wrong(field, "must be at most " + most);
      }
    }
    if (digits == 0) {
      throw wrong(field, "must be a whole number of at least 0, was " + rest());
    }
    requireEnd(field);
    return value;
  }

  private void requireEnd(String field) throws IOException, TraceFormatException {
    skipBlanks();
    if (peek() != ',' && !atLineEnd()) {
      throw wrong(field, "must be a whole number, goes on with " + rest());
    }
  }

  /** A time, whose value nobody needs: anything but nothing. */
  void time(String field) throws IOException, TraceFormatException {
    skipBlanks();
    fieldColumn = column();
    if (peek() == ',' || atLineEnd()) {
      throw wrong(field, "is missing");
    }
    skipField();
  }

  /** A number as it is, or a hash of anything else (FNV-1a, 64 bits). */
  long name(String field) throws IOException, TraceFormatException {
    skipBlanks();
    fieldColumn = column();
    long number = 0;
    long hash = HASH_BASIS;
    int length = 0;
    boolean digits = true;
    for (int c = peek(); c >= 0 && c != ',' && c != '\n' && c != '\r'; c = peek()) {
      number = number * 10 + (c - '0');
      hash = (hash ^ (c & 0xFF)) * HASH_PRIME;
      digits &= c >= '0' && c <= '9';
      length++;
      at++;
    }
    if (length == 0) {
      throw wrong(field, "is missing");
    }
    return digits && length <= DIGITS_MAX ? number : hash | Long.MIN_VALUE;
  }

  /** A word, in lower case. */
  String word() throws IOException {
    skipBlanks();
    fieldColumn = column();
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (int c = peek(); c >= 0 && c != ',' && c != '\n' && c != '\r'; c = peek()) {
      word.write(c);
      at++;
    }
    return word.toString(StandardCharsets.UTF_8).strip().toLowerCase(java.util.Locale.ROOT);
  }

  private String rest() throws IOException {
    StringBuilder rest = new StringBuilder();
    for (int c = peek();
        c >= 0 && c != ',' && c != '\n' && c != '\r' && rest.length() < 20;
        c = peek()) {
      rest.append(c >= ' ' && c < 127 ? (char) c : '?');
      at++;
    }
    return rest.isEmpty() ? "nothing" : "\"" + rest + "\"";
  }

  /** An error in the field that was read last. */
  TraceFormatException wrong(String field, String problem) {
    return new TraceFormatException(
        new Place(file, line, Math.max(1, fieldColumn), field), problem);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
