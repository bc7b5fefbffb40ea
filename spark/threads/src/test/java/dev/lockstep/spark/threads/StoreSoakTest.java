package dev.lockstep.spark.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schedule.soak.SoakPlan;
import dev.lockstep.schedule.soak.SoakReport;
import dev.lockstep.spark.launch.SparkSoak;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The short form of {@code lockstep soak}. */
class StoreSoakTest {
  private static final int FAULTY_SEEDS_MAX = 60;

  private static SoakPlan plan(long seed, boolean deferred, int steps, int patience) {
    return new SoakPlan(seed, deferred, 16, steps, Duration.ofSeconds(patience));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, true"})
  void nothingIsWrong(long seed, boolean deferred) throws Exception {
    SparkSoak soak = SparkSoak.open(Sparks.patched(), Optional.empty());

    SoakReport report = soak.run(plan(seed, deferred, 300, 120));

    System.out.printf("seed %d, %.1f s: %s%n", seed, report.seconds(), report.line());
    assertThat(report.broken()).isEmpty();
    assertMixed(report);
  }

  /** A soak in which something never happens shows nothing about it. */
  private static void assertMixed(SoakReport report) {
    assertThat(report.count("registrations")).isGreaterThan(1_000);
    assertThat(report.count("pins")).isGreaterThan(500);
    assertThat(report.count("pins lost to a task's end")).isGreaterThan(20);
    assertThat(report.count("removals")).isGreaterThan(500);
    assertThat(report.count("closes of their values")).isGreaterThan(100);
    assertThat(report.count("fatal errors of releases")).isGreaterThan(50);
    assertThat(report.count("calls of ended tasks refused")).isGreaterThan(50);
    assertThat(report.count("calls while decommissioned")).isGreaterThan(50);
    assertThat(report.count("calls beside the stop or after it")).isGreaterThan(100);
    assertThat(report.count("waits in NativeWaiters.awaitChange")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "pin-beside-end, R11",
    "wait-in-close, waits with the monitor held",
  })
  void faultIsFound(String fault, String finding) throws Exception {
    SparkSoak soak = SparkSoak.open(Sparks.patched(), Optional.of(fault));

    String found = "";
    for (int seed = 1; seed <= FAULTY_SEEDS_MAX && !found.contains(finding); seed++) {
      SoakReport report = soak.run(plan(seed, false, 150, 10));
      found = String.join(System.lineSeparator(), report.broken());
      if (found.contains(finding)) {
        System.out.printf("%s, seed %d: %.100s%n", fault, seed, found);
      }
    }

    assertThat(found).contains(finding);
  }
}
