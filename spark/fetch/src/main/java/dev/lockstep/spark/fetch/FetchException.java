package dev.lockstep.spark.fetch;

/** Jars that can't be had; the message is one line that says which, and who was asked. */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why jars can't be had. */
  public enum Reason {
    /** Everybody was asked, and nobody has it: most likely a version that does not exist. */
    NOT_FOUND,

    /** Somebody could not be asked: no network, a server or a proxy that does not answer. */
    UNREACHABLE
  }

  FetchException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
