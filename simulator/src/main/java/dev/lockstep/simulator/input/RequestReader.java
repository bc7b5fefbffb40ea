package dev.lockstep.simulator.input;

import dev.lockstep.traces.json.TraceFormatException;
import java.io.Closeable;
import java.io.IOException;

/** Reads the requests of a file one after the other. */
public interface RequestReader extends Closeable {

  /** What a request asks for. */
  enum Operation {
    /** A read, or a write, which also wants the object to be there. */
    ACCESS,
    REMOVE
  }

  /**
   * Goes on to the next request.
   *
   * @return false at the end
   * @throws IOException if the file can't be read or unpacked
   * @throws TraceFormatException with file, line, column and field, if it is not what it should be
   */
  boolean next() throws IOException, TraceFormatException;

  Operation operation();

  /** The object; names that are no numbers stand here as a hash of 64 bits. */
  long id();

  /** Its size, in what units the file has, at least 0. */
  int size();

  /** Whether {@link #nativeKind} ever says anything. */
  default boolean saysKinds() {
    return false;
  }

  /** Whether the file says so: 1 for native, 0 for not; -1 if it says nothing. */
  default int nativeKind() {
    return -1;
  }
}
