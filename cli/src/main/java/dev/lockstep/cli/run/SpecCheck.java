package dev.lockstep.cli.run;

import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRun;
import dev.lockstep.model.tlc.TlcRuns;
import dev.lockstep.model.tlc.TlcStats;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.LongConsumer;

/**
 * One config run through TLC and held against the manifest.
 *
 * @param config what was expected
 * @param run what TLC said, with its graph
 * @param verdict what came of it: {@code holds}, or the property that fails
 * @param states distinct states
 * @param edges distinct labelled edges
 * @param millis time of TLC's process
 * @param complaint why it is not as expected, or empty
 */
public record SpecCheck(
    SpecManifest.Config config,
    TlcRun run,
    String verdict,
    long states,
    long edges,
    long millis,
    String complaint) {

  /** How often each action is taken; 0 for one that is tried and never taken. */
  public SortedMap<String, Long> edgesByAction() {
    return run.edgesByAction();
  }

  public boolean asExpected() {
    return complaint.isEmpty();
  }

  /**
   * Runs TLC with one worker, so that counts and counterexamples are the same every time; or takes
   * over what it came to before on the same text, without the graph.
   */
  public static SpecCheck run(
      TlcRuns runs, Path specFolder, SpecManifest.Config config, LongConsumer statesSoFar)
      throws IOException, InterruptedException {
    TlcRun run = runs.verdict(options(specFolder, config), statesSoFar);
    TlcResult result = run.result();
    if (result instanceof TlcResult.Failed failed) {
      throw CommandFailure.outside("TLC failed on " + config.name() + ": " + failed.message());
    } else if (result instanceof TlcResult.Violates violates) {
      return judged(config, run, violates.property(), violates.stats());
    }
    return judged(config, run, SpecManifest.Config.HOLDS, ((TlcResult.Holds) result).stats());
  }

  /** How TLC is to run a config. */
  public static TlcOptions options(Path specFolder, SpecManifest.Config config) {
    return TlcOptions.of(
            specFolder.resolve(config.module() + ".tla"),
            specFolder.resolve(config.name() + ".cfg"))
        .withGraph();
  }

  private static SpecCheck judged(
      SpecManifest.Config config, TlcRun run, String verdict, TlcStats stats) {
    String complaint = "";
    if (!verdict.equals(config.expect())) {
      complaint = "expected " + config.expect() + ", got " + verdict;
    } else if (stats.distinct() != config.states() || stats.edges() != config.edges()) {
      complaint =
          "counts changed: the manifest has "
              + config.states()
              + " states and "
              + config.edges()
              + " edges";
    }
    return new SpecCheck(
        config, run, verdict, stats.distinct(), stats.edges(), stats.millisElapsed(), complaint);
  }

  /** The fields that {@code --json} has of it (docs/json.md). */
  public Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("config", config.name());
    row.put("expect", config.expect());
    row.put("verdict", verdict);
    row.put("states", states);
    row.put("edges", edges);
    row.put("edgesByAction", edgesByAction());
    row.put("neverTaken", ActionCoverage.untaken(edgesByAction()));
    row.put("asExpected", asExpected());
    row.put("complaint", complaint);
    row.put("millis", millis);
    row.put("kept", run.kept());
    return row;
  }

  /** The same without TLC's graph, which may be large. */
  public SpecCheck withoutGraph() {
    return new SpecCheck(config, run.withoutGraph(), verdict, states, edges, millis, complaint);
  }
}
