package dev.lockstep.proof;

import java.time.Duration;

/**
 * What became of an obligation.
 *
 * @param obligation what was to be proved
 * @param verdict how it ended
 * @param detail the counterexample as the solver prints it, or why it gave up; empty if proved
 * @param elapsed how long it took
 */
public record ObligationResult(
    Obligation obligation, Verdict verdict, String detail, Duration elapsed) {

  /** How the solver's search ended. */
  public enum Verdict {
    /** There is no counterexample, of whatever size. */
    PROVED,
    /** A state and a step that break the formula. */
    COUNTEREXAMPLE,
    /** The solver gave up, or ran out of time. */
    UNKNOWN
  }
}
