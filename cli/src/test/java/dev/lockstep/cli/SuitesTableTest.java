package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.spark.suites.Comparison;
import dev.lockstep.spark.suites.Outcome;
import dev.lockstep.spark.suites.SecondRun;
import dev.lockstep.spark.suites.SparkSuite;
import dev.lockstep.spark.suites.TestName;
import dev.lockstep.spark.suites.TestPair;
import dev.lockstep.spark.suites.VersionCheck;
import dev.lockstep.traces.json.JsonResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuitesTableTest {
  private static final Outcome PASSED = new Outcome.Passed();
  private static final Outcome FAILED = new Outcome.Failed("org.x.Wrong", "1 is not 2");
  private static final TestName PUT = new TestName(SparkSuite.MEMORY_STORE, "put");
  private static final TestName DROP = new TestName(SparkSuite.BLOCK_MANAGER, "drop");

  @Test
  void aDifferenceNamesTheTestAndBothOutcomes() {
    VersionCheck check = check(List.of(), pair(PUT, PASSED, PASSED), pair(DROP, PASSED, FAILED));
    assertThat(SuitesTable.lines("4.2.0", check))
        .contains(
            "4.2.0    MemoryStoreSuite               1             1               1  same",
            "4.2.0    BlockManagerSuite              1             1               0  DIFFERS",
            "4.2.0    together                       2             2               1  DIFFERS  2 s",
            "  differs: BlockManagerSuite \"drop\": stock passed; patched failed with Wrong: 1 is not 2");
    assertThat(SuitesTable.verdict(List.of(check)))
        .isEqualTo("R14 BROKEN: 1 difference between stock and patched in 2 tests");
    assertThat(SuitesTable.same(List.of(check))).isFalse();
    assertThat(JsonResult.pretty(SuitesTable.json(Map.of("4.2.0", check))))
        .contains("\"patched\": \"failed with Wrong: 1 is not 2\"");
  }

  @Test
  void aFailureOnBothIsListedAndIsNoDifference() {
    VersionCheck check = check(List.of(), pair(PUT, PASSED, PASSED), pair(DROP, FAILED, FAILED));
    assertThat(SuitesTable.lines("4.2.0", check))
        .contains("  on both: BlockManagerSuite \"drop\": failed with Wrong: 1 is not 2");
    assertThat(SuitesTable.verdict(List.of(check)))
        .isEqualTo("R14 kept: same tests, same results; 1 of 2 passed on both");
    assertThat(SuitesTable.same(List.of(check))).isTrue();
  }

  @Test
  void aSecondRunIsTold() {
    SecondRun second = new SecondRun(DROP, SecondRun.Side.PATCHED, FAILED, PASSED);
    VersionCheck check = check(List.of(second), pair(DROP, PASSED, PASSED));
    assertThat(SuitesTable.lines("4.2.0", check))
        .contains(
            "  second run, alone, on patched: BlockManagerSuite \"drop\": at first failed with Wrong: 1"
                + " is not 2; then passed");
    assertThat(SuitesTable.verdict(List.of(check)))
        .isEqualTo(
            "R14 kept: same tests, same results; 1 of 1 passed on both (1 of them in a second run)");
  }

  private static TestPair pair(TestName test, Outcome stock, Outcome patched) {
    return new TestPair(test, stock, patched);
  }

  private static VersionCheck check(List<SecondRun> seconds, TestPair... pairs) {
    return new VersionCheck(new Comparison(List.of(pairs)), seconds, 2_000);
  }
}
