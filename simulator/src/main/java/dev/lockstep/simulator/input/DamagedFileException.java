package dev.lockstep.simulator.input;

import java.io.IOException;

/** A packed file that can't be unpacked to its end: the file's fault, not the disk's. */
final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedFileException(String name, Throwable cause) {
    super(name + ": is cut off or damaged", cause);
  }
}
