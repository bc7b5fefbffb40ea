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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault that takes two threads is found by exploration; without a fault nothing is. */
class ThreadFaultsTest {
  private static List<Scenario> scenarios() {
    List<Scenario> scenarios = new ArrayList<>(KnownScenarios.of(true));
    scenarios.addAll(PairLibrary.of('n'));
    return scenarios;
  }

  @ParameterizedTest
  @EnumSource(ThreadFault.class)
  void faultIsFound(ThreadFault fault) {
    long start = System.nanoTime();
    Optional<String> found = firstUnexplained(Optional.of(fault.faultName()));

    System.out.printf(
        "%s, %.1f s: %s%n",
        fault.faultName(), (System.nanoTime() - start) / 1e9, found.orElse("not found"));
    assertThat(found).as(fault.description()).isPresent();
  }

  @Test
  void soundStoreShowsNothingThatNoPageExplains() {
    assertThat(firstUnexplained(Optional.empty())).isEmpty();
  }

  private static Optional<String> firstUnexplained(Optional<String> fault) {
    try (SparkThreads spark = SparkThreads.open(Sparks.patched(), fault);
        Workers workers = new Workers(spark.loader())) {
      Explorer explorer = new Explorer(spark, workers, new Explorer.Limits(20_000, 2, () -> false));
      for (Scenario scenario : scenarios()) {
        Exploration exploration = explorer.explore(scenario);
        for (Finding finding : exploration.findings()) {
          if (KnownCause.of(scenario, finding).isEmpty()) {
            assertThat(finding.replays()).as("replays of %s", scenario).isEqualTo(3);
            return Optional.of(finding.detail() + " in " + scenario);
          }
        }
      }
      return Optional.empty();
    }
  }
}
