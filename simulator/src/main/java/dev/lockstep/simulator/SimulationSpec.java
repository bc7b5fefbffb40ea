package dev.lockstep.simulator;

import dev.lockstep.model.InvalidConstantException;

/**
 * One simulation, to the last bit.
 *
 * @param workload who reads what
 * @param policy the store
 * @param seed the only source of chance
 * @param steps calls on the store after which it ends
 */
public record SimulationSpec(Workload workload, EvictionPolicy policy, long seed, long steps) {
  public SimulationSpec {
    if (steps < 0) {
      throw new InvalidConstantException("steps", "must be at least 0, was " + steps);
    }
  }
}
