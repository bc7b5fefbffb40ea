package dev.lockstep.cli.simulate;

import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.run.SimulationResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** A run as an object for a program (docs/json.md). */
final class RunJson {
  private RunJson() {}

  static Map<String, Object> of(SimulationResult run, long memory) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workload", run.workload());
    row.put("policy", run.policy());
    row.put("memory", memory);
    row.put("seed", run.seed());
    row.put("requests", run.requests());
    row.put("calls", run.calls());
    row.put("microsElapsed", run.microsElapsed());
    row.put("attempts", run.attempts());
    row.put("byKind", run.metrics().byKind());
    row.put("inversions", run.metrics().inversions());
    row.put("refusedThoughEvictable", run.metrics().refusedThoughEvictable());
    row.put("execution", run.metrics().execution());
    row.put("releases", run.metrics().releases());
    row.put("monitor", run.metrics().monitor());
    row.put("copiedUnits", run.metrics().copiedUnits());
    row.put("overMemoryUnits", run.metrics().overMemoryUnits());
    row.put("waits", run.waits());
    row.put("meanPoolUse", run.meanPoolUse());
    return row;
  }

  static Map<String, Object> of(String workload, long memory, OfflineBound.Bound bound) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workload", workload);
    row.put("policy", OfflineBound.NAME);
    row.put("memory", memory);
    row.put("bound", bound);
    return row;
  }
}
