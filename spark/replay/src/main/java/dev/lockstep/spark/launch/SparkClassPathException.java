package dev.lockstep.spark.launch;

/** A class path on which no patched Spark store can be run; the message says what is missing. */
public final class SparkClassPathException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SparkClassPathException(String message) {
    super(message);
  }

  SparkClassPathException(String message, Throwable cause) {
    super(message, cause);
  }
}
