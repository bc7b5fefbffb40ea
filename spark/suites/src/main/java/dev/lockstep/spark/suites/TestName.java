package dev.lockstep.spark.suites;

/**
 * A test, by its name: what stock and patched are compared by.
 *
 * @param suite whose test it is
 * @param test its name in the suite
 */
public record TestName(SparkSuite suite, String test) implements Comparable<TestName> {
  /** In the place of a test's name, when a suite as a whole gave up. */
  private static final String WHOLE_SUITE = "(the whole suite)";

  /** The suite as a whole; there only if it gave up. */
  static TestName wholeSuite(SparkSuite suite) {
    return new TestName(suite, WHOLE_SUITE);
  }

  /** Whether this stands for the suite and is no test. */
  public boolean isWholeSuite() {
    return test.equals(WHOLE_SUITE);
  }

  @Override
  public int compareTo(TestName other) {
    int bySuite = suite.compareTo(other.suite);
    return bySuite == 0 ? test.compareTo(other.test) : bySuite;
  }

  @Override
  public String toString() {
    return isWholeSuite() ? suite.simpleName() : suite.simpleName() + " \"" + test + "\"";
  }
}
