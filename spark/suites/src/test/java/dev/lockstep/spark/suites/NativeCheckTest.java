package dev.lockstep.spark.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeCheckTest {
  private static final Outcome PASSED = new Outcome.Passed();
  private static final Outcome FAILED =
      new Outcome.Failed("class org.x.Refused", "cannot have storage level DISK_ONLY: sorry");

  private static final TestName LEVEL = new TestName(SparkSuite.CACHED_TABLE, "level");
  private static final TestName JOIN = new TestName(SparkSuite.CACHED_TABLE, "join");
  private static final TestName COUNT = new TestName(SparkSuite.DATASET_CACHE, "count");

  private static final ExpectedFailures LIST =
      ExpectedFailures.parse(
          "CachedTableSuite | level | any | S1 | storage level DISK_ONLY | wants the disk");

  @Test
  void aFailureThatIsListedIsMeantToBe() {
    NativeCheck check = check(Map.of(LEVEL, FAILED, JOIN, PASSED, COUNT, PASSED));
    assertThat(check.kept()).isTrue();
    assertThat(check.listed()).extracting(NativeResult::test).containsExactly(LEVEL);
    assertThat(check.needless()).isEmpty();
    assertThat(check.tests()).isEqualTo(3);
    assertThat(check.passed()).isEqualTo(2);
    NativeCheck one = check.of(SparkSuite.DATASET_CACHE);
    assertThat(one.tests()).isEqualTo(1);
    assertThat(one.listed()).isEmpty();
  }

  @Test
  void aFailureThatIsNotListedIsAViolation() {
    NativeCheck check = check(Map.of(LEVEL, FAILED, JOIN, FAILED));
    assertThat(check.kept()).isFalse();
    assertThat(check.unlisted()).extracting(NativeResult::test).containsExactly(JOIN);
    assertThat(check.of(SparkSuite.DATASET_CACHE).kept()).isTrue();
  }

  @Test
  void aListedTestThatFailsInAnotherWayIsAViolation() {
    Outcome other = new Outcome.Failed("class java.lang.NullPointerException", "");
    NativeCheck check = check(Map.of(LEVEL, other));
    assertThat(check.unlisted()).extracting(NativeResult::test).containsExactly(LEVEL);
    assertThat(check.listed()).isEmpty();
  }

  @Test
  void aListedTestThatPassesIsToldAndIsNoViolation() {
    NativeCheck check = check(Map.of(LEVEL, PASSED, JOIN, new Outcome.Skipped()));
    assertThat(check.kept()).isTrue();
    assertThat(check.listed()).isEmpty();
    assertThat(check.needless()).extracting(NativeResult::test).containsExactly(LEVEL);
  }

  @Test
  void aSuiteThatGaveUpAndATestThatVanishedAreViolations() {
    TestName whole = TestName.wholeSuite(SparkSuite.CACHED_TABLE);
    NativeCheck check = check(Map.of(whole, FAILED, COUNT, new Outcome.Absent()));
    assertThat(check.unlisted()).extracting(NativeResult::test).containsExactly(COUNT, whole);
    assertThat(check.tests()).isEqualTo(1);
  }

  private static NativeCheck check(Map<TestName, Outcome> outcomes) {
    return new NativeCheck(
        NativeReads.COLUMNS,
        NativeCheck.results(NativeReads.COLUMNS, outcomes, LIST),
        List.of(),
        1);
  }
}
