package dev.lockstep.schedule.search;

/** A schedule is not one of what was run. */
public final class ScheduleMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScheduleMismatchException(String message) {
    super(message);
  }
}
