package dev.lockstep.simulator.workload;

import java.util.SplittableRandom;

/**
 * Which blocks there are and in which order they are asked for. A workload is one class and a line
 * in {@link WorkloadKinds}; some are made of others.
 */
public interface Workload {

  /** Blocks that it has, those of its parts included. */
  int blocks();

  /** Whether it asks for execution memory by itself. */
  default boolean demands() {
    return false;
  }

  /**
   * Adds its blocks and begins a sequence of requests for them.
   *
   * @param population takes the blocks
   * @param chance the only source of chance
   */
  RequestStream open(Population population, SplittableRandom chance);
}
