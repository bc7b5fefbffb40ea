package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Story;
import dev.lockstep.cli.run.UncheckedSpec;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.explore.CheckResult;
import dev.lockstep.model.explore.ContractProperties;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.explore.StateGraph;
import dev.lockstep.model.tlc.GraphComparison;
import dev.lockstep.model.tlc.TlcGraph;
import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRun;
import dev.lockstep.model.tlc.TlcRunner;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
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

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Workspace workspace = Workspace.find();
    SpecConfig config = workspace.config(name);
    ContractModel model = new ContractModel(config.constants());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("config", config.name());
    CheckResult explored;
    try (Progress progress = new Progress(config.name(), -1)) {
      explored =
          new StateExplorer(model, ContractProperties.all(), statesMax).explore(progress::to);
    }
    if (explored instanceof CheckResult.LimitReached limit) {
      throw CommandFailure.usage(
          config.name() + " has more than " + limit.states() + " states: raise --states-max");
    } else if (explored instanceof CheckResult.Violated violated) {
      return violated(config, violated, json);
    }
    CheckResult.Passed passed = (CheckResult.Passed) explored;
    StateGraph graph = passed.graph();
    json.put("model", counts(graph.stateCount(), graph.edgeCount()));
    result.say(
        String.format(
            java.util.Locale.ROOT,
            "%s: model has %,d states, %,d edges",
            config.name(),
            graph.stateCount(),
            graph.edgeCount()));
    passed
        .unreached()
        .forEach(reachable -> result.say("  never happens here: " + reachable.name()));
    boolean equal = against == null || equalToTlc(workspace, config, model, json);
    result.write(json);
    return equal ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  private int violated(SpecConfig config, CheckResult.Violated violated, Map<String, Object> json) {
    String property = violated.counterexample().property().name();
    result.say(config.name() + ": the model breaks " + property);
    new Story(config.constants())
        .lines(violated.counterexample().steps().stream().map(step -> step.action()).toList(), null)
        .forEach(result::say);
    json.put("broken", property);
    result.write(json);
    return ExitCode.VIOLATION;
  }

  private boolean equalToTlc(
      Workspace workspace, SpecConfig config, ContractModel model, Map<String, Object> json)
      throws IOException, InterruptedException {
    TlcGraph tlc = graphOfTlc(workspace, config.name());
    json.put("tlc", counts(tlc.stateCount(), tlc.edgeCount()));
    GraphComparison.Verdict verdict = new GraphComparison(model, tlc).compare();
    if (verdict instanceof GraphComparison.Verdict.Different different) {
      json.put("equal", false);
      json.put("difference", different);
      different.lines().forEach(result::say);
      return false;
    }
    json.put("equal", true);
    result.say(
        String.format(
            java.util.Locale.ROOT,
            "%s: TLC has %,d states, %,d edges: equal both ways",
            config.name(),
            tlc.stateCount(),
            tlc.edgeCount()));
    return true;
  }

  /** The whole graph, whatever the config's properties say. */
  static TlcGraph graphOfTlc(Workspace workspace, String config)
      throws IOException, InterruptedException {
    String module = workspace.manifestConfig(config).module();
    try (UncheckedSpec spec = new UncheckedSpec(workspace.spec(), config);
        Progress progress = new Progress("TLC " + config, -1)) {
      TlcRun run =
          TlcRunner.run(
              TlcOptions.of(
                      spec.folder().resolve(module + ".tla"),
                      spec.folder().resolve(config + ".cfg"))
                  .withGraph(),
              progress::to);
      TlcGraph graph = run.graph();
      if (run.result() instanceof TlcResult.Failed failed) {
        throw CommandFailure.outside("TLC failed on " + config + ": " + failed.message());
      } else if (graph == null) {
        throw CommandFailure.outside("TLC gave no graph of " + config);
      }
      return graph;
    }
  }

  private static Map<String, Object> counts(int states, int edges) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("states", states);
    counts.put("edges", edges);
    return counts;
  }
}
