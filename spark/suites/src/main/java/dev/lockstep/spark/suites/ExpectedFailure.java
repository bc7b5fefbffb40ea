package dev.lockstep.spark.suites;

import java.util.Optional;

/**
 * A test of Spark that fails with the native cache, and is meant to.
 *
 * @param test which
 * @param reads the runs in which it fails; empty for all
 * @param line the line of Spark on which it fails, {@code 4.0}; empty for all
 * @param rule the rule that wants it ({@code S1}), or {@link #PLANS}
 * @param message what the failure says, a part of it: another failure of the test is not meant
 * @param why one line for a person
 */
public record ExpectedFailure(
    TestName test,
    Optional<NativeReads> reads,
    Optional<String> line,
    String rule,
    String message,
    String why) {
  /** In the place of a rule: how plans get columns of a cached table, which no rule asks for. */
  public static final String PLANS = "plans";

  boolean isOf(TestName name, NativeReads how) {
    return test.equals(name) && reads.map(how::equals).orElse(true);
  }

  boolean isOn(String version) {
    return line.map(known -> version.startsWith(known + ".")).orElse(true);
  }

  boolean overlaps(ExpectedFailure other) {
    return test.equals(other.test)
        && (reads.isEmpty() || other.reads.isEmpty() || reads.equals(other.reads))
        && (line.isEmpty() || other.line.isEmpty() || line.equals(other.line));
  }

  boolean explains(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed
        && (failed.type() + ": " + failed.message()).contains(message);
  }
}
