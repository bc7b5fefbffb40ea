package dev.lockstep.spark.suites;

/**
 * A test, by its name: what stock and patched are compared by.
 *
 * @param suite whose test it is
 * @param test its name in the suite
 */
public record TestName(SparkSuite suite, String test) implements Comparable<TestName> {
  /** In the place of a test's name, when a suite as a whole gave up. */
  static final String WHOLE_SUITE = "(the whole suite)";

  @Override
  public int compareTo(TestName other) {
    int bySuite = suite.compareTo(other.suite);
    return bySuite == 0 ? test.compareTo(other.test) : bySuite;
  }

  @Override
  public String toString() {
    return suite.simpleName() + " \"" + test + "\"";
  }
}
