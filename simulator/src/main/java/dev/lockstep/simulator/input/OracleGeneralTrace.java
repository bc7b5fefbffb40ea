package dev.lockstep.simulator.input;

import dev.lockstep.traces.json.Place;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * libCacheSim's binary {@code oracleGeneral}: records of 24 bytes, little endian: time (32 bits),
 * id (64), size (32), and when the object comes next (64), which is not read.
 */
final class OracleGeneralTrace implements RequestReader {
  private static final int RECORD_BYTES = 24;
  private static final int ID = 4;
  private static final int SIZE = 12;

  private final String file;
  private final InputStream in;
  private final byte[] bytes = new byte[RECORD_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private int records;
  private int size;

  OracleGeneralTrace(String file, InputStream in) {
    this.file = file;
    this.in = new BufferedInputStream(in, 1 << 18);
  }

  @Override
  public boolean next() throws IOException, TraceFormatException {
    int read = in.readNBytes(bytes, 0, RECORD_BYTES);
    if (read == 0) {
      return false;
    }
    records++;
    if (read < RECORD_BYTES) {
      throw wrong("(record)", "is cut off after " + read + " of " + RECORD_BYTES + " bytes", 0);
    }
    size = buffer.getInt(SIZE);
    if (size < 0) {
      throw wrong("size", "must be at most 2147483647, was " + Integer.toUnsignedLong(size), SIZE);
    }
    return true;
  }

  /** A record stands for a line, a byte for a column. */
  private TraceFormatException wrong(String field, String problem, int offset) {
    return new TraceFormatException(new Place(file, records, offset + 1, field), problem);
  }

  @Override
  public Operation operation() {
    return Operation.ACCESS;
  }

  @Override
  public long id() {
    return buffer.getLong(ID);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
