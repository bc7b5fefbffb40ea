package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.KindCounts;
import dev.lockstep.simulator.Policies;
import dev.lockstep.simulator.Simulation;
import dev.lockstep.simulator.SimulationListener;
import dev.lockstep.simulator.SimulationResult;
import dev.lockstep.simulator.SimulationSpec;
import dev.lockstep.simulator.TraceRecording;
import dev.lockstep.simulator.Workload;
import dev.lockstep.simulator.WorkloadSpec;
import dev.lockstep.simulator.Workloads;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.json.TraceCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep simulate}: a workload under one or more policies. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Simulates tasks that put, read, pin, remove and ask for execution memory.",
    footer = {
      "",
      "Workloads: scan, uniform, zipf. Policies: unified-lru.",
      "Example: ./lockstep simulate --workload zipf --set nativeShare=0.3 --steps 100000"
    })
final class SimulateCommand implements Callable<Integer> {
  @Option(names = "--workload", required = true, description = "Name of the workload.")
  private String workload = "";

  @Option(
      names = "--policy",
      split = ",",
      defaultValue = "unified-lru",
      description = "Policies to compare (default: ${DEFAULT-VALUE}).")
  private List<String> policies = List.of("unified-lru");

  @Option(
      names = "--set",
      paramLabel = "FIELD=VALUE",
      description = "Another value of a parameter of the workload; an unknown one lists them.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--seed", defaultValue = "1", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--steps",
      defaultValue = "100000",
      description = "Calls to simulate (default: ${DEFAULT-VALUE}).")
  private long steps = 100_000;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write the run as a trace, for replay; needs exactly one policy.")
  private @Nullable Path trace;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() {
    List<Map<String, Object>> rows = new ArrayList<>();
    try {
      Workload chosen = Workloads.byName(workload, workloadSpec());
      if (trace != null && policies.size() != 1) {
        throw CommandFailure.usage("--trace needs exactly one policy");
      }
      result.say(
          String.format(
              Locale.ROOT,
              "%-12s %-12s %9s %9s %9s %10s %9s %9s %9s",
              "workload",
              "policy",
              "hit",
              "by units",
              "native",
              "evictions",
              "releases",
              "no space",
              "unmet"));
      for (String name : policies) {
        SimulationSpec spec = new SimulationSpec(chosen, Policies.byName(name), seed, steps);
        SimulationResult run = run(spec);
        result.say(line(run));
        rows.add(row(run));
        if (trace != null) {
          write(TraceRecording.of(spec), trace);
          result.say("trace: " + trace);
        }
      }
    } catch (InvalidConstantException e) {
      throw CommandFailure.usage(e.field() + ": " + e.getMessage());
    }
    result.write(Map.of("runs", rows));
    return ExitCode.AS_EXPECTED;
  }

  private static void write(Trace recording, Path file) {
    try {
      TraceCodec.write(recording, file);
    } catch (IOException e) {
      throw CommandFailure.outside("can't write " + file + ": " + e.getMessage());
    }
  }

  private WorkloadSpec workloadSpec() {
    WorkloadSpec spec = Workloads.defaults(workload);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      spec = spec.with(setting.getKey(), setting.getValue());
    }
    return spec;
  }

  private SimulationResult run(SimulationSpec spec) {
    try (Progress progress = new Progress("simulate", spec.steps())) {
      return Simulation.run(
          spec,
          new SimulationListener() {
            @Override
            public void progressed(long done, long max) {
              progress.to(done);
            }
          });
    }
  }

  private static String line(SimulationResult run) {
    KindCounts total = run.total();
    KindCounts natives = run.byKind().getOrDefault(BlockKind.NATIVE, KindCounts.NONE);
    return String.format(
        Locale.ROOT,
        "%-12s %-12s %9s %9s %9s %,10d %,9d %,9d %,9d",
        run.workload(),
        run.policy(),
        percent(total.hitRatio()),
        percent(total.hitRatioByUnits()),
        percent(natives.hitRatio()),
        total.evictions(),
        total.releases(),
        total.noSpace(),
        run.execution().unmet());
  }

  private static String percent(OptionalDouble ratio) {
    return ratio.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f%%", 100 * ratio.getAsDouble());
  }

  private static Map<String, Object> row(SimulationResult run) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workload", run.workload());
    row.put("policy", run.policy());
    row.put("seed", run.seed());
    row.put("steps", run.steps());
    row.put("microsElapsed", run.microsElapsed());
    row.put("attempts", run.attempts());
    row.put("byKind", run.byKind());
    row.put("execution", run.execution());
    row.put("waits", run.waits());
    row.put("meanPoolUse", run.meanPoolUse());
    return row;
  }
}
