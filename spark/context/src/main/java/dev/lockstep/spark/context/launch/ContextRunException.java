package dev.lockstep.spark.context.launch;

/** The probes could not be run to their end. The message is one line that says what to do. */
public final class ContextRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ContextRunException(String message) {
    super(message);
  }
}
