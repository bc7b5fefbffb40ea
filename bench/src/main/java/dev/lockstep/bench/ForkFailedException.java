package dev.lockstep.bench;

/** A fork that gave no number; the message says where its output is. */
public final class ForkFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForkFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
