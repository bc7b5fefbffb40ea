package dev.lockstep.spark.suites;

/** A run that came to no result: its JVM died, or time ran out. The message is one line. */
public final class SuiteRunException extends Exception {
  private static final long serialVersionUID = 1L;

  SuiteRunException(String message) {
    super(message);
  }
}
