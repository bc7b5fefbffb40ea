package dev.lockstep.spark.faults;

/** A fault that finds no place, or more places than it knows, in the class that it breaks. */
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FaultException(String message) {
    super(message);
  }
}
