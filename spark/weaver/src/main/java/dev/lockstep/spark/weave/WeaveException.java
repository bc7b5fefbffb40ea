package dev.lockstep.spark.weave;

/** Weaving failed: one sentence that names the class, the method, what was expected and found. */
public final class WeaveException extends Exception {
  private static final long serialVersionUID = 1L;

  WeaveException(String message) {
    super(message);
  }

  WeaveException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The one shape of message for a point that is not as expected. */
  static WeaveException at(String className, String member, String expected, String found) {
    return new WeaveException(
        className.replace('/', '.') + "." + member + ": expected " + expected + ", found " + found);
  }
}
