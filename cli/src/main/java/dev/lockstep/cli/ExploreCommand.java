package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.ProcessorTime;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.UncheckedSpec;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ConfigFile;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.LabelledGraph;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.tlc.GraphComparison;
import dev.lockstep.model.tlc.TlcGraph;
import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRun;
import dev.lockstep.model.tlc.TlcRuns;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep explore}: all states of the Java model, and equality with TLC's graph. */
@Command(
    name = "explore",
    mixinStandardHelpOptions = true,
    description =
        "Explores the Java model of a config; with --against tlc proves its labelled graph equal"
            + " to TLC's in both directions, or prints the first difference as a trace.")
final class ExploreCommand implements Callable<Integer> {
  /** The module of a config that the manifest does not have: at lock level there is one. */
  private static final String LOCK_MODULE = "MCMemoryStore";

  /** TLC's process keeps the text of each state; lock level has millions. */
  private static final int TLC_HEAP_MEGABYTES = 4096;

  enum Peer {
    TLC
  }

  @Parameters(paramLabel = "CONFIG", description = "A config of spec/, by name.")
  private String name = "";

  @Option(
      names = "--against",
      paramLabel = "tlc",
      description = "Compare with: ${COMPLETION-CANDIDATES}.")
  private @Nullable Peer against;

  @Option(
      names = "--states-max",
      defaultValue = "10000000",
      description = "Give up beyond this many states (default: ${DEFAULT-VALUE}).")
  private int statesMax = 10_000_000;

  @Option(
      names = "--again",
      description =
          "Run TLC, also where build/kept has its graph of the same text (default: that is read"
              + " again).")
  private boolean again;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Workspace workspace = Workspace.find();
    ConfigFile file = workspace.configFile(name);
    LevelExploration level = level(workspace, file);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("config", file.name());
    boolean asExpected;
    try (Progress progress = new Progress(file.name(), -1)) {
      asExpected = level.explore(statesMax, progress::to, result, json);
    }
    if (against != null && json.containsKey("model")) {
      asExpected &= equalToTlc(workspace, file.name(), level.graph(), json);
    }
    json.put("cpuMillis", ProcessorTime.millis());
    result.write(json);
    return asExpected ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  /** The level that the manifest says; of a config that is not there, by its constants. */
  private static LevelExploration level(Workspace workspace, ConfigFile file) {
    Optional<SpecManifest.Config> known = workspace.manifest().config(file.name());
    String level = known.map(SpecManifest.Config::level).orElse("");
    try {
      if (level.equals("lock") || (known.isEmpty() && LockConfig.isOne(file))) {
        return new LockLevelExploration(
            LockConfig.of(file),
            known.map(SpecManifest.Config::expect).orElse(SpecManifest.Config.HOLDS));
      }
      return new ContractExploration(SpecConfig.of(file));
    } catch (InvalidConstantException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private boolean equalToTlc(
      Workspace workspace, String config, LabelledGraph<?> model, Map<String, Object> json)
      throws IOException, InterruptedException {
    TlcRun run = runOfTlc(workspace, config, again);
    TlcGraph tlc = graphOf(run, config);
    json.put("tlc", LevelExploration.counts(tlc.stateCount(), tlc.edgeCount()));
    GraphComparison.Verdict verdict = new GraphComparison<>(model, tlc).compare();
    if (verdict instanceof GraphComparison.Verdict.Different different) {
      json.put("equal", false);
      json.put("difference", different);
      different.lines().forEach(result::say);
      return false;
    }
    json.put("equal", true);
    json.put("kept", run.kept());
    result.say(
        String.format(
            java.util.Locale.ROOT,
            "%s: TLC has %,d states, %,d edges: equal both ways%s",
            config,
            tlc.stateCount(),
            tlc.edgeCount(),
            run.kept() ? " (TLC's graph was kept)" : ""));
    return true;
  }

  private static TlcGraph graphOf(TlcRun run, String config) {
    TlcGraph graph = run.graph();
    if (run.result() instanceof TlcResult.Failed failed) {
      throw CommandFailure.outside("TLC failed on " + config + ": " + failed.message());
    } else if (graph == null) {
      throw CommandFailure.outside("TLC gave no graph of " + config);
    }
    return graph;
  }

  /** The whole graph, whatever the config's properties say. */
  private static TlcRun runOfTlc(Workspace workspace, String config, boolean again)
      throws IOException, InterruptedException {
    String module =
        workspace.manifest().config(config).map(SpecManifest.Config::module).orElse(LOCK_MODULE);
    try (UncheckedSpec spec = new UncheckedSpec(workspace.spec(), config);
        Progress progress = new Progress("TLC " + config, -1)) {
      return new TlcRuns(workspace.kept(again))
          .run(
              TlcOptions.of(
                      spec.folder().resolve(module + ".tla"),
                      spec.folder().resolve(config + ".cfg"))
                  .withHeapMegabytes(TLC_HEAP_MEGABYTES)
                  .withGraph(),
              progress::to);
    }
  }
}
