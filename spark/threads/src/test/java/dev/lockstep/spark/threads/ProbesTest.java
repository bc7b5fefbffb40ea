package dev.lockstep.spark.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schedule.Workers;
import dev.lockstep.schedule.scenario.Explorer;
import dev.lockstep.schedule.scenario.Outcomes;
import dev.lockstep.schedule.scenario.ProbeScenarios;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.spark.launch.SparkThreads;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What probes say of a version that has their calls, and of one that has not. */
class ProbesTest {
  private static final String UNMANAGED_THEN_PUT = "1: unmanaged 2; put s2a";

  @TempDir private Path woven;

  @Test
  void callsOf420AreAnsweredAndLeaveNothingToTheNextRun() throws Exception {
    try (SparkThreads spark = SparkThreads.openStock(Sparks.stock("4.2.0", woven))) {
      assertThat(said(spark, "1: put s2a")).startsWith("STORED ");
      assertThat(said(spark, UNMANAGED_THEN_PUT)).startsWith("ok, NO_SPACE ");
      assertThat(said(spark, "1: put s2a")).startsWith("STORED ");
      assertThat(said(spark, "[9 put r1a] 1: rddIds")).startsWith("1 ");
      assertThat(said(spark, "1: putValuesInterrupted v2a")).startsWith("NO_SPACE ");
      assertThat(said(spark, "1: putIteratorKilled s1a")).startsWith("!TaskKilledException");
    }
  }

  @Test
  void versionWithoutTheCallsSaysSo() throws Exception {
    try (SparkThreads spark = SparkThreads.openStock(Sparks.stock("4.0.4", woven))) {
      assertThat(said(spark, UNMANAGED_THEN_PUT)).startsWith("no such call, STORED ");
      assertThat(said(spark, "1: sessionIds")).startsWith("no such call ");
      for (Scenario probe : ProbeScenarios.all()) {
        assertThat(outcomes(spark, probe).complete()).isTrue();
      }
    }
  }

  private static String said(SparkThreads spark, String scenario) {
    Outcomes outcomes = outcomes(spark, Scenario.parse(scenario));
    assertThat(outcomes.shown()).hasSize(1);
    return outcomes.shown().keySet().iterator().next();
  }

  private static Outcomes outcomes(SparkThreads spark, Scenario scenario) {
    try (Workers workers = new Workers(spark.loader())) {
      return new Explorer(spark, workers, new Explorer.Limits(1000, 0, () -> false))
          .outcomes(scenario);
    }
  }
}
