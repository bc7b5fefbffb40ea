package dev.lockstep.simulator;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Which blocks are read, in which order. A workload is one class; all that workloads have in common
 * is in {@link WorkloadSpec}.
 */
public interface Workload {

  /** The name on the command line. */
  String name();

  /** The parameters. */
  WorkloadSpec spec();

  /**
   * A new sequence of reads: positions from 0 to below {@code blocks}. All tasks take from it in
   * turn, as tasks take the partitions of a job.
   *
   * @param chance the only source of chance
   */
  IntSupplier positions(SplittableRandom chance);
}
