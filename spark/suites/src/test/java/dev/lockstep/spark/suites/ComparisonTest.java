package dev.lockstep.spark.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Outcome PASSED = new Outcome.Passed();
  private static final Outcome FAILED = new Outcome.Failed("org.x.Wrong", "at 12:00:01");

  private static final TestName PUT = new TestName(SparkSuite.MEMORY_STORE, "put");
  private static final TestName DROP = new TestName(SparkSuite.BLOCK_MANAGER, "drop");

  @Test
  void equalSidesAreTheSameAndCounted() {
    Comparison comparison =
        Comparison.of(Map.of(PUT, PASSED, DROP, PASSED), Map.of(DROP, PASSED, PUT, PASSED));
    assertThat(comparison.same()).isTrue();
    assertThat(comparison.tests()).isEqualTo(2);
    assertThat(comparison.of(SparkSuite.BLOCK_MANAGER).patchedPassed()).isEqualTo(1);
    assertThat(comparison.of(SparkSuite.BLOCK_INFO_MANAGER).tests()).isZero();
  }

  @Test
  void aTestThatFailsOnOneSideDiffers() {
    Comparison comparison =
        Comparison.of(Map.of(PUT, PASSED, DROP, PASSED), Map.of(PUT, PASSED, DROP, FAILED));
    assertThat(comparison.differences()).containsExactly(new TestPair(DROP, PASSED, FAILED));
    assertThat(comparison.patchedPassed()).isEqualTo(1);
    assertThat(comparison.stockPassed()).isEqualTo(2);
  }

  @Test
  void aTestThatVanishedDiffers() {
    assertThat(Comparison.of(Map.of(PUT, PASSED, DROP, PASSED), Map.of(PUT, PASSED)).differences())
        .containsExactly(new TestPair(DROP, PASSED, new Outcome.Absent()));
    assertThat(Comparison.of(Map.of(PUT, PASSED), Map.of(PUT, PASSED, DROP, PASSED)).differences())
        .containsExactly(new TestPair(DROP, new Outcome.Absent(), PASSED));
  }

  @Test
  void aTestThatIsSkippedOnOneSideDiffers() {
    assertThat(Comparison.of(Map.of(PUT, PASSED), Map.of(PUT, new Outcome.Skipped())).same())
        .isFalse();
  }

  @Test
  void aFailureOnBothIsTheSameWhateverItsMessage() {
    Outcome later = new Outcome.Failed("org.x.Wrong", "at 12:00:09");
    Comparison comparison = Comparison.of(Map.of(PUT, FAILED), Map.of(PUT, later));
    assertThat(comparison.same()).isTrue();
    assertThat(comparison.failedOnBoth()).containsExactly(new TestPair(PUT, FAILED, later));
    assertThat(comparison.patchedPassed()).isZero();
  }

  @Test
  void aFailureOfAnotherTypeDiffers() {
    Outcome other = new Outcome.Failed("java.lang.NullPointerException", "at 12:00:01");
    Comparison comparison = Comparison.of(Map.of(PUT, FAILED), Map.of(PUT, other));
    assertThat(comparison.same()).isFalse();
    assertThat(comparison.failedOnBoth()).isEmpty();
  }

  @Test
  void aSuiteThatGaveUpDiffersAndIsNoTest() {
    TestName whole = TestName.wholeSuite(SparkSuite.MEMORY_STORE);
    Comparison comparison = Comparison.of(Map.of(PUT, PASSED), Map.of(PUT, PASSED, whole, FAILED));
    assertThat(comparison.same()).isFalse();
    assertThat(comparison.tests()).isEqualTo(1);
  }
}
