package dev.lockstep.spark.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedFailuresTest {
  private static final TestName LEVEL =
      new TestName(SparkSuite.DATASET_CACHE, "get (storage) level");

  @Test
  void aLineNamesTheTestTheRunsTheRuleTheFailureAndTheReason() {
    ExpectedFailures list =
        ExpectedFailures.parse(
            """
            # a remark | of any | form

            DatasetCacheSuite | get (storage) level |any| S1 | did not equal | wants disk
            CachedTableSuite | scan | 4.0 columns | plans | ColumnarToRow | wants rows
            """);
    assertThat(list.failures())
        .containsExactly(
            new ExpectedFailure(
                LEVEL, Optional.empty(), Optional.empty(), "S1", "did not equal", "wants disk"),
            new ExpectedFailure(
                new TestName(SparkSuite.CACHED_TABLE, "scan"),
                Optional.of(NativeReads.COLUMNS),
                Optional.of("4.0"),
                "plans",
                "ColumnarToRow",
                "wants rows"));
  }

  @Test
  void aTestIsListedForTheRunsThatItsLineNames() {
    ExpectedFailures list =
        ExpectedFailures.parse(
                """
            DatasetCacheSuite|get (storage) level|columns|S1|x|for columns
            DatasetCacheSuite|get (storage) level|rows 4.1|S4|x|for rows of 4.1
            DatasetCacheSuite|get (storage) level|4.2 rows|S4|x|for rows
            CachedTableSuite|get (storage) level|any|S1|x|another suite
            """)
            .on("4.2.0");
    assertThat(why(list, LEVEL, NativeReads.COLUMNS)).isEqualTo(List.of("for columns"));
    assertThat(why(list, LEVEL, NativeReads.ROWS)).isEqualTo(List.of("for rows"));
    TestName other = new TestName(SparkSuite.DATASET_CACHE, "get");
    assertThat(why(list, other, NativeReads.ROWS)).isEmpty();
  }

  @Test
  void aLineOfSparkIsNotABeginningOfItsName() {
    ExpectedFailures list =
        ExpectedFailures.parse("DatasetCacheSuite | level | 4.1 | S1 | x | for 4.1 alone");
    assertThat(list.on("4.1.3").failures()).hasSize(1);
    assertThat(list.on("4.10.0").failures()).isEmpty();
    assertThat(list.on("4.2.0").failures()).isEmpty();
  }

  private static List<String> why(ExpectedFailures list, TestName test, NativeReads reads) {
    return list.of(test, reads).map(ExpectedFailure::why).stream().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DatasetCacheSuite | level | any | S1 | did not equal",
        "DatasetCacheSuite | level | any | S1 | did not equal | ",
        "DatasetCacheSuite | | any | S1 | did not equal | wants disk",
        "DatasetCacheSuite | level | any | S1 | did not equal | wants disk | and more",
        "DatasetCacheSuite | level | any | S9 | did not equal | wants disk",
        "DatasetCacheSuite | level | any | R14 | did not equal | wants disk",
        "DatasetCacheSuite | level | often | S1 | did not equal | wants disk",
        "MemoryStoreSuite | level | any | S1 | did not equal | wants disk",
        "NoSuchSuite | level | any | S1 | did not equal | wants disk"
      })
  void aLineOfAnotherFormIsNamed(String line) {
    assertThatThrownBy(() -> ExpectedFailures.parse("# the list\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("native-failures.txt:2")
        .hasMessageContaining(line);
  }

  @Test
  void aTestThatIsListedTwiceForOneRunIsNamed() {
    String line = "DatasetCacheSuite | level | %s | S1 | did not equal | wants disk\n";
    assertThatThrownBy(() -> ExpectedFailures.parse(line.formatted("any") + line.formatted("rows")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("native-failures.txt:2: listed twice");
  }

  @Test
  void theListAsItIsCheckedInCanBeRead() {
    assertThat(ExpectedFailures.checkedIn().failures())
        .isNotEmpty()
        .allMatch(failure -> failure.test().suite().module() == SuiteModule.SQL);
  }
}
