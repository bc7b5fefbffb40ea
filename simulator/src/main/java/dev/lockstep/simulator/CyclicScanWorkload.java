package dev.lockstep.simulator;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Every block once, in order, again and again: a cached table that query after query scans. The
 * worst case of LRU: in a memory that is smaller than the table it never hits, unless blocks of the
 * same owner spare one another (R4, hole 4).
 */
public record CyclicScanWorkload(WorkloadSpec spec) implements Workload {
  /** The name on the command line. */
  public static final String NAME = "scan";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public IntSupplier positions(SplittableRandom chance) {
    return new IntSupplier() {
      private int next;

      @Override
      public int getAsInt() {
        int position = next;
        next = (next + 1) % spec.blocks();
        return position;
      }
    };
  }
}
