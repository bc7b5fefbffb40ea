package dev.lockstep.cli.report;

import dev.lockstep.cli.run.Progress;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.report.ResultRow;
import dev.lockstep.simulator.run.Reference;
import dev.lockstep.simulator.run.Simulation;
import dev.lockstep.simulator.run.SimulationSpec;
import dev.lockstep.simulator.workload.WorkloadSpec;
import dev.lockstep.simulator.workload.Workloads;
import java.util.ArrayList;
import java.util.List;

/** Every policy, and the offline bound, on the workloads that have names. */
final class OnWorkloads {
  private static final List<Long> SIZES =
      List.of(25L, 50L, 75L, 100L, 125L, 150L, 175L, 200L, 250L);

  private OnWorkloads() {}

  static List<ResultRow> rows(long seed, long requests) {
    List<ResultRow> rows = new ArrayList<>();
    List<String> names = Workloads.names();
    try (Progress progress = new Progress("workloads", names.size())) {
      for (String name : names) {
        rows.addAll(rows(Workloads.byName(name), seed, requests));
        progress.to(rows.size() / (Policies.all().size() + 1));
      }
    }
    return rows;
  }

  /** Cached tables in memories of several sizes. */
  static List<ResultRow> bySize(long seed, long requests) {
    List<ResultRow> rows = new ArrayList<>();
    for (long size : SIZES) {
      rows.addAll(rows(Workloads.byName("tables").withPoolSize(size), seed, requests));
    }
    return rows;
  }

  private static List<ResultRow> rows(WorkloadSpec spec, long seed, long requests) {
    List<ResultRow> rows = new ArrayList<>();
    for (EvictionPolicy policy : Policies.all()) {
      rows.add(
          ResultRow.of(
              Simulation.run(new SimulationSpec(spec, policy, seed, requests)), spec.poolSize()));
    }
    rows.add(
        ResultRow.of(spec.name(), Reference.of(spec, seed, requests), requests, spec.poolSize()));
    return rows;
  }
}
