package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.spark.suites.Comparison;
import dev.lockstep.spark.suites.LeftOut;
import dev.lockstep.spark.suites.Outcome;
import dev.lockstep.spark.suites.SecondRun;
import dev.lockstep.spark.suites.SparkSuite;
import dev.lockstep.spark.suites.SuiteModule;
import dev.lockstep.spark.suites.TestName;
import dev.lockstep.spark.suites.TestPair;
import dev.lockstep.spark.suites.VersionCheck;
import dev.lockstep.traces.json.JsonResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuitesTableTest {
  private static final Outcome PASSED = new Outcome.Passed();
  private static final Outcome FAILED = new Outcome.Failed("org.x.Wrong", "1 is not 2");
  private static final TestName PUT = new TestName(SparkSuite.MEMORY_STORE, "put");
  private static final TestName DROP = new TestName(SparkSuite.BLOCK_MANAGER, "drop");

  @Test
  void aDifferenceNamesTheTestAndBothOutcomes() {
    SuitesTable.Compared check =
        check(List.of(), pair(PUT, PASSED, PASSED), pair(DROP, PASSED, FAILED));
    assertThat(SuitesTable.lines(check))
        .contains(
            "4.2.0    MemoryStoreSuite                    1             1               1  same",
            "4.2.0    BlockManagerSuite                   1             1               0  DIFFERS",
            "4.2.0    together                            2             2               1  DIFFERS  2 s",
            "  differs: BlockManagerSuite \"drop\": stock passed; patched failed with Wrong: 1 is not 2");
    assertThat(SuitesTable.verdict(List.of(check)))
        .isEqualTo("R14 BROKEN: 1 difference between stock and patched in 2 tests");
    assertThat(SuitesTable.same(List.of(check))).isFalse();
    assertThat(JsonResult.pretty(SuitesTable.json(check)))
        .contains("\"patched\": \"failed with Wrong: 1 is not 2\"");
  }

  @Test
  void aFailureOnBothIsListedAndIsNoDifference() {
    SuitesTable.Compared check =
        check(List.of(), pair(PUT, PASSED, PASSED), pair(DROP, FAILED, FAILED));
    assertThat(SuitesTable.lines(check))
        .contains("  on both: BlockManagerSuite \"drop\": failed with Wrong: 1 is not 2");
    assertThat(SuitesTable.verdict(List.of(check)))
        .isEqualTo("R14 kept: same tests, same results; 1 of 2 passed on both");
    assertThat(SuitesTable.same(List.of(check))).isTrue();
  }

  @Test
  void aSecondRunIsTold() {
    SecondRun second = new SecondRun(DROP, SecondRun.Side.PATCHED, FAILED, PASSED);
    SuitesTable.Compared check = check(List.of(second), pair(DROP, PASSED, PASSED));
    assertThat(SuitesTable.lines(check))
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

  @Test
  void aSuiteThatIsLeftOutHasNoRowAndAReason() {
    LeftOut out = new LeftOut(SparkSuite.DATASET_CACHE, "Spark 4.0.9 has no such suite");
    SuitesTable.Compared compared =
        new SuitesTable.Compared(
            "4.0.9",
            SuiteModule.SQL,
            List.of(out),
            new VersionCheck(new Comparison(List.of()), List.of(), 2_000));
    assertThat(SuitesTable.lines(compared))
        .contains("  left out: DatasetCacheSuite: Spark 4.0.9 has no such suite")
        .noneMatch(line -> line.startsWith("4.0.9    DatasetCacheSuite"))
        .noneMatch(line -> line.contains("MemoryStoreSuite"));
    assertThat(JsonResult.pretty(SuitesTable.json(compared)))
        .contains("\"module\": \"sql\"", "\"why\": \"Spark 4.0.9 has no such suite\"");
  }

  private static SuitesTable.Compared check(List<SecondRun> seconds, TestPair... pairs) {
    return new SuitesTable.Compared(
        "4.2.0",
        SuiteModule.CORE,
        List.of(),
        new VersionCheck(new Comparison(List.of(pairs)), seconds, 2_000));
  }
}
