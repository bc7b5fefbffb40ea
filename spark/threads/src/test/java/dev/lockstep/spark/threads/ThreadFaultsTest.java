package dev.lockstep.spark.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schedule.Workers;
import dev.lockstep.schedule.scenario.Exploration;
import dev.lockstep.schedule.scenario.Explorer;
import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.KnownCause;
import dev.lockstep.schedule.scenario.KnownScenarios;
import dev.lockstep.schedule.scenario.PairLibrary;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.spark.faults.ThreadFault;
import dev.lockstep.spark.launch.SparkThreads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault that takes two threads is found by exploration; without a fault nothing is. */
@Execution(ExecutionMode.CONCURRENT)
class ThreadFaultsTest {

  private static List<Scenario> scenarios(boolean patched) {
    List<Scenario> scenarios = new ArrayList<>(KnownScenarios.of(patched));
    scenarios.addAll(PairLibrary.of(patched));
    return scenarios;
  }

  @ParameterizedTest
  @EnumSource(ThreadFault.class)
  void faultIsFound(ThreadFault fault) {
    long start = System.nanoTime();
    Optional<String> found;
    try (SparkThreads spark = SparkThreads.open(Sparks.patched(), Optional.of(fault.faultName()))) {
      found = firstUnexplained(spark, true);
    }

    System.out.printf(
        "%s, %.1f s: %s%n",
        fault.faultName(), (System.nanoTime() - start) / 1e9, found.orElse("not found"));
    assertThat(found).as(fault.description()).isPresent();
  }

  @Test
  void soundStoreShowsNothingThatNoPageExplains() {
    try (SparkThreads spark = SparkThreads.open(Sparks.patched(), Optional.empty())) {
      assertThat(firstUnexplained(spark, true)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.2.0", "4.0.4"})
  void stockShowsNothingThatNoPageExplains(String version, @TempDir Path woven) throws Exception {
    try (SparkThreads spark = SparkThreads.openStock(Sparks.stock(version, woven))) {
      assertThat(firstUnexplained(spark, false)).isEmpty();
    }
  }

  private static Optional<String> firstUnexplained(SparkThreads spark, boolean patched) {
    try (Workers workers = new Workers(spark.loader())) {
      Explorer explorer = new Explorer(spark, workers, new Explorer.Limits(20_000, 2, () -> false));
      for (Scenario scenario : scenarios(patched)) {
        Exploration exploration = explorer.explore(scenario);
        for (Finding finding : exploration.findings()) {
          assertThat(finding.replays()).as("%s in %s", finding, scenario).isEqualTo(3);
          if (KnownCause.of(scenario, finding).isEmpty()) {
            return Optional.of(finding.detail() + " in " + scenario);
          }
        }
      }
      return Optional.empty();
    }
  }
}
