package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.spark.suites.ExpectedFailure;
import dev.lockstep.spark.suites.LeftOut;
import dev.lockstep.spark.suites.NativeCheck;
import dev.lockstep.spark.suites.NativeReads;
import dev.lockstep.spark.suites.NativeResult;
import dev.lockstep.spark.suites.Outcome;
import dev.lockstep.spark.suites.SecondRun;
import dev.lockstep.spark.suites.SparkSuite;
import dev.lockstep.spark.suites.TestName;
import dev.lockstep.traces.json.JsonResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NativeSuitesTableTest {
  private static final Outcome PASSED = new Outcome.Passed();
  private static final Outcome FAILED = new Outcome.Failed("org.x.Wrong", "1 is not 2");
  private static final TestName LEVEL = new TestName(SparkSuite.CACHED_TABLE, "level");
  private static final TestName JOIN = new TestName(SparkSuite.CACHED_TABLE, "join");

  @Test
  void aListedFailureHasItsRuleAndReason() {
    NativeSuitesTable.Run run = run(List.of(), listed(FAILED), unlisted(PASSED));
    assertThat(NativeSuitesTable.lines(run))
        .containsExactly(
            "4.2.0    CachedTableSuite                columns     2       1       1  as listed",
            "4.2.0    together                        columns     2       1       1  as listed  2 s",
            "  left out: DatasetCacheSuite: because",
            "  listed, S1: CachedTableSuite \"level\": wants the disk");
    assertThat(NativeSuitesTable.kept(List.of(run))).isTrue();
    assertThat(NativeSuitesTable.verdict(List.of(run)))
        .isEqualTo(
            "as listed: of 2 tests with the native cache 1 passed, 1 failed as they are meant to");
    assertThat(JsonResult.pretty(NativeSuitesTable.json(run)))
        .contains("\"kept\": true", "\"rule\": \"S1\"", "\"reads\": \"columns\"");
  }

  @Test
  void aFailureThatIsNotListedIsAViolation() {
    SecondRun second = new SecondRun(JOIN, SecondRun.Side.NATIVE, FAILED, FAILED);
    NativeSuitesTable.Run run = run(List.of(second), listed(FAILED), unlisted(FAILED));
    assertThat(NativeSuitesTable.lines(run))
        .contains(
            "4.2.0    CachedTableSuite                columns     2       0       1  NOT LISTED",
            "  second run, alone, on native: CachedTableSuite \"join\": at first failed with Wrong: 1"
                + " is not 2; then the same again",
            "  NOT LISTED: CachedTableSuite \"join\": failed with Wrong: 1 is not 2");
    assertThat(NativeSuitesTable.kept(List.of(run))).isFalse();
    assertThat(NativeSuitesTable.verdict(List.of(run)))
        .isEqualTo(
            "NOT LISTED: 1 failure; of 2 tests with the native cache 0 passed, 1 failed as they are"
                + " meant to");
  }

  @Test
  void aListedTestThatFailsOtherwiseOrPassesIsTold() {
    Outcome other = new Outcome.Failed("java.lang.NullPointerException", "");
    assertThat(NativeSuitesTable.lines(run(List.of(), listed(other))))
        .contains(
            "  NOT LISTED: CachedTableSuite \"level\": failed with NullPointerException, listed"
                + " otherwise (S1)");
    NativeSuitesTable.Run passed = run(List.of(), listed(PASSED));
    assertThat(NativeSuitesTable.lines(passed))
        .contains("  listed, but passed: CachedTableSuite \"level\"");
    assertThat(NativeSuitesTable.kept(List.of(passed))).isTrue();
  }

  private static NativeResult listed(Outcome outcome) {
    ExpectedFailure failure =
        new ExpectedFailure(
            LEVEL, Optional.empty(), Optional.empty(), "S1", "Wrong: 1 is", "wants the disk");
    return new NativeResult(LEVEL, outcome, Optional.of(failure));
  }

  private static NativeResult unlisted(Outcome outcome) {
    return new NativeResult(JOIN, outcome, Optional.empty());
  }

  private static NativeSuitesTable.Run run(List<SecondRun> seconds, NativeResult... results) {
    return new NativeSuitesTable.Run(
        "4.2.0",
        List.of(SparkSuite.CACHED_TABLE),
        List.of(new LeftOut(SparkSuite.DATASET_CACHE, "because")),
        new NativeCheck(NativeReads.COLUMNS, List.of(results), seconds, 2_000));
  }
}
