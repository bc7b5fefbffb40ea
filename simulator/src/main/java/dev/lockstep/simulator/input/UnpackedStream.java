package dev.lockstep.simulator.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * What a file unpacks to, or its bytes as they are. Its errors name the file, and tell an archive
 * that is damaged from one that could not be read.
 */
final class UnpackedStream extends InputStream {
  private final String name;
  private final Source source;
  private final InputStream in;

  /**
   * @param name the file as the user named it
   * @param bytes its bytes, which can be marked
   */
  UnpackedStream(String name, InputStream bytes, boolean packed) throws IOException {
    this.name = name;
    this.source = new Source(bytes);
    this.in = packed ? unpacker() : source;
  }

  private InputStream unpacker() throws IOException {
    try {
      return new CompressorStreamFactory(true).createCompressorInputStream(source);
    } catch (CompressorException e) {
      throw named(e);
    }
  }

  /** The bytes of the file, which remember that they could not be read. */
  private static final class Source extends FilterInputStream {
    private boolean failed;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      failed = true;
      int read = super.read();
      failed = false;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      failed = true;
      int read = super.read(bytes, offset, length);
      failed = false;
      return read;
    }
  }

  private IOException named(Exception e) {
    return source.failed
        ? new IOException(name + ": can't be read to its end: " + e.getMessage(), e)
        : new DamagedFileException(name, e);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw named(e);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      throw named(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
