package dev.lockstep.simulator;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Reads that follow Zipf's law: the block at position k is read in proportion to 1 / (k + 1) to the
 * power of the skew. Caches are usually measured with it (Breslau et al., INFOCOM 1999).
 */
public record ZipfWorkload(WorkloadSpec spec) implements Workload {
  /** The name on the command line. */
  public static final String NAME = "zipf";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public IntSupplier positions(SplittableRandom chance) {
    double[] upTo = new double[spec.blocks()];
    double sum = 0;
    for (int k = 0; k < upTo.length; k++) {
      // StrictMath: the same bits on every machine, so that a seed is a run.
      sum += 1 / StrictMath.pow(k + 1, spec.skew());
      upTo[k] = sum;
    }
    double total = sum;
    return () -> {
      int at = Arrays.binarySearch(upTo, chance.nextDouble() * total);
      return Math.min(at >= 0 ? at + 1 : -at - 1, upTo.length - 1);
    };
  }
}
