package dev.lockstep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final WorkloadSpec TEN = WorkloadSpec.defaults().with("blocks", 10);
  private static final int DRAWS = 100_000;

  @Test
  void zipfReadsTheKthBlockOneKthAsOftenAsTheFirst() {
    int[] counts = counts(new ZipfWorkload(TEN));
    double harmonic = IntStream.rangeClosed(1, 10).mapToDouble(k -> 1.0 / k).sum();
    for (int k = 0; k < 10; k++) {
      double expected = DRAWS / (harmonic * (k + 1));
      // Five standard deviations: with another seed it would fail once in two million times.
      assertThat((double) counts[k]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
    }
  }

  @Test
  void zipfOfASeedIsTheSameOnEveryMachine() {
    assertThat(counts(new ZipfWorkload(TEN)))
        .containsExactly(34191, 17098, 11475, 8618, 6932, 5590, 4861, 4220, 3680, 3335);
  }

  @Test
  void zipfWithoutSkewAndUniformFavourNoBlock() {
    for (Workload workload :
        new Workload[] {new ZipfWorkload(TEN.with("skew", 0)), new UniformWorkload(TEN)}) {
      for (int count : counts(workload)) {
        assertThat((double) count).isCloseTo(10_000, within(500.0));
      }
    }
  }

  @Test
  void scanReadsEveryBlockInOrderAgainAndAgain() {
    IntSupplier positions = new CyclicScanWorkload(TEN).positions(new SplittableRandom(1));
    for (int i = 0; i < 35; i++) {
      assertThat(positions.getAsInt()).isEqualTo(i % 10);
    }
  }

  private static int[] counts(Workload workload) {
    IntSupplier positions = workload.positions(new SplittableRandom(42));
    int[] counts = new int[10];
    for (int i = 0; i < DRAWS; i++) {
      counts[positions.getAsInt()]++;
    }
    return counts;
  }
}
