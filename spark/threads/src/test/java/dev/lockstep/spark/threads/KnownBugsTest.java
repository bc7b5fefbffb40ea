package dev.lockstep.spark.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schedule.Workers;
import dev.lockstep.schedule.scenario.Exploration;
import dev.lockstep.schedule.scenario.Explorer;
import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.PlainRuns;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.spark.launch.SparkThreads;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bugs of published Sparks are found, and are not found where they have been repaired. */
class KnownBugsTest {
  private static final Scenario WRITE_LOCK =
      Scenario.parse("[1 lockNew s1a] 1: unlock s1a || 1: unlockAll");
  private static final Scenario READ_LOCK =
      Scenario.parse("[9 put s1a; 1 lockRead s1a] 1: unlock s1a || 1: unlockAll");

  private static final Set<Finding.Kind> HANGS =
      Set.of(Finding.Kind.DEADLOCK, Finding.Kind.SLEEPS_FOR_EVER);

  @TempDir private Path woven;

  @ParameterizedTest
  @ValueSource(strings = {"4.0.4", "4.1.3"})
  void locksOfAnEndingTaskAreLostBefore420(String version) throws Exception {
    try (SparkThreads spark = SparkThreads.openStock(Sparks.stock(version, woven))) {
      assertThat(spark.description()).isEqualTo("spark@" + version + " (stock)");

      Exploration write = explore(spark, WRITE_LOCK);
      assertThat(write.findings()).extracting(Finding::kind).contains(Finding.Kind.DEADLOCK);
      assertThat(details(write))
          .anyMatch(d -> d.startsWith("!NullPointerException"))
          .anyMatch(d -> d.equals("!AssertionError: assertion failed"));

      Exploration read = explore(spark, READ_LOCK);
      assertThat(details(read)).contains("a reader count of -1");
      assertThat(write.findings()).extracting(Finding::replays).containsOnly(3);
      assertThat(read.findings()).extracting(Finding::replays).containsOnly(3);
    }
  }

  @Test
  void whatIsLeftOfItIn420IsOneAssertion() throws Exception {
    try (SparkThreads spark = SparkThreads.openStock(Sparks.stock("4.2.0", woven))) {
      assertThat(details(explore(spark, WRITE_LOCK)))
          .containsExactly(
              "!AssertionError: assertion failed: Block test_s1a is not locked for reading");
      assertThat(explore(spark, READ_LOCK).findings()).isEmpty();
    }
  }

  /** A plain sequence on Spark without points: the bytes are lost each time. */
  @Test
  void putWhoseBytesThrowKeepsItsStorageMemory() throws Exception {
    try (SparkThreads spark = SparkThreads.openPlain(Sparks.stock("4.2.0", woven), false)) {
      Map<String, Integer> seen =
          new PlainRuns(spark, spark.loader(), 1)
              .run(Scenario.parse("1: put s2a!throws"), 10, () -> false);

      assertThat(seen)
          .containsEntry("broken: R3: 2 units used, 0 units in entries, 0 units unroll", 10);
    }
  }

  /**
   * SPARK-45057: the put of one thread holds its block while it puts the other's, and so does the
   * other.
   */
  @ParameterizedTest
  @CsvSource({"3.5.0, true", "3.5.1, false", "4.2.0, false"})
  void putWaitsForTheWriterOfItsBlockBefore351(String version, boolean waits) throws Exception {
    try (SparkThreads spark = SparkThreads.openStock(Sparks.stock(version, woven))) {
      Exploration puts =
          explore(spark, Scenario.parse("1: putAround s1a s1b || 2: putAround s1b s1a"));

      assertThat(puts.findings().stream().map(Finding::kind).anyMatch(HANGS::contains))
          .isEqualTo(waits);
      assertThat(puts.findings()).extracting(Finding::replays).containsOnly(3);
    }
  }

  private static List<String> details(Exploration exploration) {
    return exploration.findings().stream().map(Finding::detail).toList();
  }

  private static Exploration explore(SparkThreads spark, Scenario scenario) {
    try (Workers workers = new Workers(spark.loader())) {
      return new Explorer(spark, workers, new Explorer.Limits(20_000, 2, () -> false))
          .explore(scenario);
    }
  }
}
