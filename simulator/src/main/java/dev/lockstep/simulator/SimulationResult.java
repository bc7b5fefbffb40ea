package dev.lockstep.simulator;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.MemoryMode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a simulation came to. Equal for equal specifications.
 *
 * @param workload name of the workload
 * @param policy name of the policy
 * @param seed the seed
 * @param steps calls taken
 * @param microsElapsed simulated time
 * @param attempts task attempts that ended
 * @param byKind counts of every kind of block
 * @param execution counts of requests for execution memory
 * @param waits counts of calls that had to wait
 * @param meanPoolUse mean over time of storage used, as part of the maximum, of each mode that
 *     blocks have; empty if no time has passed
 */
public record SimulationResult(
    String workload,
    String policy,
    long seed,
    long steps,
    long microsElapsed,
    long attempts,
    Map<BlockKind, KindCounts> byKind,
    Execution execution,
    Waits waits,
    Map<MemoryMode, Double> meanPoolUse) {
  public SimulationResult {
    byKind = Collections.unmodifiableMap(new TreeMap<>(byKind));
    meanPoolUse = Collections.unmodifiableMap(new TreeMap<>(meanPoolUse));
  }

  /**
   * Requests for execution memory.
   *
   * @param requests those that were answered
   * @param unmet those that got less than they asked for
   * @param unitsAsked units asked for
   * @param unitsGranted units granted
   */
  public record Execution(long requests, long unmet, long unitsAsked, long unitsGranted) {}

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

  /** The counts of all kinds together. */
  public KindCounts total() {
    return byKind.values().stream().reduce(KindCounts.NONE, KindCounts::plus);
  }
}
