package dev.lockstep.simulator.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose errors name the file: a packed file that is cut off ends in one. */
final class UnpackedStream extends FilterInputStream {
  private final String name;

  UnpackedStream(String name, InputStream in) {
    super(in);
    this.name = name;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw new IOException(name + ": can't be read to its end: " + e.getMessage(), e);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw new IOException(name + ": can't be read to its end: " + e.getMessage(), e);
    }
  }
}
