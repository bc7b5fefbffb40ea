package dev.lockstep.spark.plain;

/** Spark was asked for the bytes of an offloaded block, which only its engine can read (R9). */
public final class OffloadedReadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OffloadedReadException(String method, OffloadedBlockId id) {
    super(
        method + ": " + id + " has no bytes in the JVM; borrow it, and ask its engine to read it");
  }
}
