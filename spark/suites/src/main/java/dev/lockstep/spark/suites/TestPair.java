package dev.lockstep.spark.suites;

/**
 * A test and how it ended on either side.
 *
 * @param test which
 * @param stock on the published classes
 * @param patched on the patched ones
 */
public record TestPair(TestName test, Outcome stock, Outcome patched) {
  /** R14 on this test. */
  public boolean same() {
    return patched.sameAs(stock);
  }

  /** Both failed, in the same way: Spark's affair, but not to be passed over in silence. */
  public boolean failedOnBoth() {
    return same() && stock instanceof Outcome.Failed;
  }
}
