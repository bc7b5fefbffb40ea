package dev.lockstep.model;

/** A constant that breaks an assumption of the specification; names the field at fault. */
public final class InvalidConstantException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;

  public InvalidConstantException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The field at fault, such as {@code size} or {@code onHeap.region}. */
  public String field() {
    return field;
  }

  public InvalidConstantException(String field, String message, Throwable cause) {
    super(message, cause);
    this.field = field;
  }
}
