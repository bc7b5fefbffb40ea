package dev.lockstep.spark.suites;

import java.util.Optional;

/**
 * How a test ended with the native cache, beside what the list has of it.
 *
 * @param test which
 * @param outcome how it ended
 * @param listed why it is meant to fail, if it is
 */
public record NativeResult(TestName test, Outcome outcome, Optional<ExpectedFailure> listed) {
  /** Whether this is no violation. */
  public boolean kept() {
    return ended() || failedAsListed();
  }

  boolean failedAsListed() {
    return listed.isPresent() && listed.get().explains(outcome);
  }

  /** Nothing is wrong: it need not be on the list. */
  boolean needless() {
    return listed.isPresent() && ended();
  }

  private boolean ended() {
    return outcome instanceof Outcome.Passed || outcome instanceof Outcome.Skipped;
  }
}
