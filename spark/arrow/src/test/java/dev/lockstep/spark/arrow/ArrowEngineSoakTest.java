package dev.lockstep.spark.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.spark.testkit.EngineSoak;
import dev.lockstep.spark.testkit.SoakPlan;
import dev.lockstep.spark.testkit.SoakReport;
import java.util.stream.LongStream;
import org.apache.spark.storage.memory.ReleaseMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 10,000 registrations by 8 threads on a real block manager, seed by seed: the allocator closes at
 * zero, each registration is released once, no thread hangs.
 */
class ArrowEngineSoakTest {
  static LongStream allSeeds() {
    return LongStream.rangeClosed(1, 20);
  }

  static LongStream someSeeds() {
    return LongStream.rangeClosed(1, 5);
  }

  @ParameterizedTest
  @MethodSource("allSeeds")
  void underTheMonitor(long seed) throws Exception {
    assertMixed(EngineSoak.run(ArrowUnderTest::new, SoakPlan.of(seed, ReleaseMode.MONITOR)));
  }

  @ParameterizedTest
  @MethodSource("someSeeds")
  void deferred(long seed) throws Exception {
    assertMixed(EngineSoak.run(ArrowUnderTest::new, SoakPlan.of(seed, ReleaseMode.DEFERRED)));
  }

  /** A soak in which something never happens shows nothing about it. */
  private static void assertMixed(SoakReport report) {
    assertThat(report.registrations()).isEqualTo(10_000);
    assertThat(report.evictions()).isGreaterThan(5_000);
    assertThat(report.removals()).isGreaterThan(300);
    assertThat(report.atStop()).isPositive();
    assertThat(report.noSpace()).isGreaterThan(50);
    assertThat(report.duplicates()).isGreaterThan(100);
    assertThat(report.reads()).isGreaterThan(1_000);
    assertThat(report.openAtTaskEnd()).isGreaterThan(80);
    assertThat(report.throwing()).isBetween(500L, 2_000L);
    assertThat(report.jvmBlocks()).isGreaterThan(100);
  }
}
