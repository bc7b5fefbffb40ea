package dev.lockstep.simulator.run;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.metrics.MonitorCost;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.workload.WorkloadSpec;

/**
 * One simulation, to the last bit.
 *
 * @param workload who asks for what
 * @param policy the store
 * @param seed the only source of chance
 * @param requests requests after which it ends
 * @param cost what holding the monitor takes
 */
public record SimulationSpec(
    WorkloadSpec workload, EvictionPolicy policy, long seed, long requests, MonitorCost cost) {
  public SimulationSpec {
    if (requests < 0) {
      throw new InvalidConstantException("requests", "must be at least 0, was " + requests);
    }
  }

  /** With the usual cost of the monitor. */
  public SimulationSpec(WorkloadSpec workload, EvictionPolicy policy, long seed, long requests) {
    this(workload, policy, seed, requests, MonitorCost.DEFAULT);
  }
}
