package dev.lockstep.traces.json;

/**
 * A file that can't be read as what it should be. Its message is one line, {@code file:line:column:
 * field: what is wrong}, as much of it as is known.
 */
public final class TraceFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A message that says it all. */
  public TraceFormatException(String message) {
    super(message.lines().findFirst().orElse(message));
  }

  /** What is wrong, and where. */
  public TraceFormatException(Place place, String problem) {
    this(place + ": " + problem);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
