package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.lock.LockProperties;
import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRunner;
import dev.lockstep.model.tlc.TlcStats;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * The Java explorer against TLC at lock level: the same config with the same invariants, each in a
 * process of its own from its start to its end, by turns. What counts is processor time, user and
 * system, of all threads: it does not depend on what else the machine does.
 */
final class ExplorerSpeeds implements Speeds {
  /** TLC has to take at least so many times the explorer's processor time. */
  private static final double RATIO_MIN = 30;

  @Option(
      names = "--lock-config",
      description = "The config of the lock level to explore (default: ${DEFAULT-VALUE}).")
  private String config = "MCMemoryStoreLarge";

  @Option(
      names = "--lock-pairs",
      description = "Pairs of a run of TLC and one of the explorer (default: ${DEFAULT-VALUE}).")
  private int pairs = 1;

  /** One pair. */
  private record Pair(TlcStats tlc, ExplorerProcess.Counts explorer) {
    double ratio() {
      return (double) tlc.cpuMillis() / explorer.cpuMillis();
    }
  }

  @Override
  public void check() {
    if (pairs < 1) {
      throw CommandFailure.usage("--lock-pairs must be at least 1, was " + pairs);
    }
    Workspace workspace = Workspace.find();
    SpecManifest.Config known = workspace.manifestConfig(config);
    if (!known.level().equals("lock") || known.mustFail()) {
      throw CommandFailure.usage(
          "--lock-config: " + config + " is not a config of the lock level that holds");
    }
    List<String> checks = workspace.lockConfig(config).checks();
    LockProperties properties = new LockProperties(workspace.lockConfig(config).constants());
    if (properties.named(checks).size() < checks.size()) {
      throw CommandFailure.usage("--lock-config: " + config + " has checks for TLC alone");
    }
  }

  @Override
  public Map<String, Object> measure(ResultOption result) throws IOException, InterruptedException {
    Workspace workspace = Workspace.find();
    List<Pair> measured = new ArrayList<>();
    try (Progress progress = new Progress("TLC and explorer", 2L * pairs)) {
      for (int i = 0; i < pairs; i++) {
        TlcStats tlc = tlc(workspace);
        progress.to(2L * i + 1);
        measured.add(new Pair(tlc, ExplorerProcess.run(workspace, config)));
        progress.to(2L * i + 2);
      }
    }
    measured.forEach(pair -> result.say(line(pair)));
    double ratio = measured.stream().mapToDouble(Pair::ratio).min().orElseThrow();
    result.say(
        String.format(
            Locale.ROOT,
            "%s: TLC takes %.1f times the processor time, %s (at least %.0f)",
            config,
            ratio,
            ratio >= RATIO_MIN ? "ok" : "TOO LITTLE",
            RATIO_MIN));
    return json(measured, ratio);
  }

  private TlcStats tlc(Workspace workspace) throws IOException, InterruptedException {
    SpecManifest.Config known = workspace.manifestConfig(config);
    TlcResult ended =
        TlcRunner.run(
                TlcOptions.of(
                    workspace.spec().resolve(known.module() + ".tla"),
                    workspace.spec().resolve(known.name() + ".cfg")))
            .result();
    if (ended instanceof TlcResult.Holds holds) {
      return holds.stats();
    }
    throw CommandFailure.outside("TLC does not find that " + config + " holds: " + ended);
  }

  private String line(Pair pair) {
    return String.format(
        Locale.ROOT,
        "%s: %,d states; TLC %.1f s CPU (%.1f s elapsed), explorer %.1f s CPU (%.1f s elapsed)"
            + ", ratio %.1f; explorer %d bytes a state, %d with its index",
        config,
        pair.explorer().states(),
        pair.tlc().cpuMillis() / 1e3,
        pair.tlc().millisElapsed() / 1e3,
        pair.explorer().cpuMillis() / 1e3,
        pair.explorer().millisElapsed() / 1e3,
        pair.ratio(),
        pair.explorer().bytesPerState(),
        pair.explorer().memoryPerState());
  }

  private Map<String, Object> json(List<Pair> measured, double ratio) {
    Map<String, Object> explorer = new LinkedHashMap<>();
    explorer.put("config", config);
    explorer.put("pairs", measured.stream().map(ExplorerSpeeds::json).toList());
    explorer.put("ratio", Math.round(ratio * 10) / 10.0);
    explorer.put("bar", RATIO_MIN);
    explorer.put("asExpected", ratio >= RATIO_MIN);
    return explorer;
  }

  private static Map<String, Object> json(Pair pair) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("states", pair.explorer().states());
    json.put("edges", pair.explorer().edges());
    json.put("tlcCpuMillis", pair.tlc().cpuMillis());
    json.put("explorerCpuMillis", pair.explorer().cpuMillis());
    json.put("ratio", Math.round(pair.ratio() * 10) / 10.0);
    json.put("bytesPerState", pair.explorer().bytesPerState());
    json.put("memoryPerState", pair.explorer().memoryPerState());
    return json;
  }
}
