package dev.lockstep.spark.suites;

/**
 * A test that failed on one side only, or natively without being listed, and was run once more
 * there, with nothing else beside it.
 *
 * @param test which
 * @param side where
 * @param first how it ended among the others
 * @param second how it ended alone; this counts
 */
public record SecondRun(TestName test, Side side, Outcome first, Outcome second) {
  /** Whose classes. */
  public enum Side {
    STOCK,
    PATCHED,
    /** Patched, with the native cache in use. */
    NATIVE
  }
}
