package dev.lockstep.simulator.run;

import dev.lockstep.model.MemoryMode;
import dev.lockstep.simulator.metrics.Metrics;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a simulation came to. Equal for equal specifications.
 *
 * @param workload name of the workload
 * @param policy name of the policy
 * @param seed the seed
 * @param requests requests made
 * @param calls calls on the store
 * @param microsElapsed simulated time
 * @param attempts task attempts that ended
 * @param metrics the counts
 * @param waits counts of calls that had to wait
 * @param meanPoolUse mean over time of what entries take, as part of the memory, of each mode that
 *     blocks have; empty if no time has passed
 */
public record SimulationResult(
    String workload,
    String policy,
    long seed,
    long requests,
    long calls,
    long microsElapsed,
    long attempts,
    Metrics metrics,
    Waits waits,
    Map<MemoryMode, Double> meanPoolUse) {
  public SimulationResult {
    meanPoolUse = Collections.unmodifiableMap(new TreeMap<>(meanPoolUse));
  }

  /**
   * Calls that would have blocked: a removal of a block that is read, a task below its least share
   * of execution memory.
   *
   * @param begun calls that had to wait
   * @param resolved those that went through later
   * @param left those that were still waiting at the end
   * @param micros time that the resolved ones took together
   */
  public record Waits(long begun, long resolved, long left, long micros) {}
}
