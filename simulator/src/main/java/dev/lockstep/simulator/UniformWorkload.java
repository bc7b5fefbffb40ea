package dev.lockstep.simulator;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/** Reads that favour no block. */
public record UniformWorkload(WorkloadSpec spec) implements Workload {
  /** The name on the command line. */
  public static final String NAME = "uniform";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public IntSupplier positions(SplittableRandom chance) {
    return () -> chance.nextInt(spec.blocks());
  }
}
