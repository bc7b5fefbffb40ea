package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.UncheckedSpec;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.explore.StateGraph;
import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRunner;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.ModelStore;
import dev.lockstep.traces.StoreUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * The replay on the real store against the model alone, and TLC against the Java explorer: medians
 * of rounds that take turns.
 */
final class ReplaySpeeds implements Speeds {
  @Option(names = "--config", description = "The config to run (default: ${DEFAULT-VALUE}).")
  private String config = "MCEvictionContractKinds";

  @Option(
      names = "--rounds",
      description = "Rounds, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Override
  public void check() {
    if (rounds < 1) {
      throw CommandFailure.usage("--rounds must be at least 1, was " + rounds);
    }
    Workspace.find().config(config);
  }

  @Override
  public Map<String, Object> measure(ResultOption result) throws IOException, InterruptedException {
    Workspace workspace = Workspace.find();
    ContractModel model = new ContractModel(workspace.config(config).constants());
    StateGraph graph = StateExplorer.graphOf(model);
    List<Double> onSpark = new ArrayList<>();
    List<Double> onModel = new ArrayList<>();
    List<Double> explorer = new ArrayList<>();
    List<Double> tlc = new ArrayList<>();
    try (StoreOptions.Opened spark = StoreOptions.openBuilt(workspace);
        Progress progress = new Progress("bench", rounds + 1L)) {
      for (int round = 0; round <= rounds; round++) {
        onSpark.add(cover(model, graph, spark.factory()));
        onModel.add(cover(model, graph, ModelStore.factory()));
        explorer.add(seconds(() -> StateExplorer.graphOf(model)));
        tlc.add(tlcSeconds(workspace));
        progress.to(round + 1L);
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("config", config);
    json.put("rounds", rounds);
    json.put("edges", graph.edgeCount());
    row(
        result,
        json,
        "replay on Spark",
        "replay on the model",
        graph,
        median(onSpark),
        median(onModel));
    row(result, json, "TLC whole process", "Java explorer", graph, median(tlc), median(explorer));
    return json;
  }

  private static void row(
      ResultOption result,
      Map<String, Object> json,
      String one,
      String other,
      StateGraph graph,
      double a,
      double b) {
    result.say(
        String.format(
            Locale.ROOT,
            "%-20s %,10.0f transitions/s   %-20s %,10.0f transitions/s   ratio %.3f",
            one,
            graph.edgeCount() / a,
            other,
            graph.edgeCount() / b,
            b / a));
    json.put(camelCase(one), Math.round(graph.edgeCount() / a));
    json.put(camelCase(other), Math.round(graph.edgeCount() / b));
  }

  private static String camelCase(String words) {
    StringBuilder name = new StringBuilder();
    for (String word : words.split(" ")) {
      name.append(
          name.isEmpty()
              ? word.toLowerCase(Locale.ROOT)
              : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.append("PerSecond").toString();
  }

  private static double cover(
      ContractModel model, StateGraph graph, StoreUnderTest.Factory stores) {
    CoverReplay cover = new CoverReplay(model, graph, stores);
    return seconds(
        () -> {
          CoverReplay.Report report = cover.replay(replayed -> {});
          if (!report.conforms()) {
            throw new IllegalStateException("the store diverges: run 'lockstep verify' first");
          }
        });
  }

  private double tlcSeconds(Workspace workspace) throws IOException, InterruptedException {
    String module = workspace.manifestConfig(config).module();
    try (UncheckedSpec spec = new UncheckedSpec(workspace.spec(), config)) {
      long start = System.nanoTime();
      TlcResult ended =
          TlcRunner.run(
                  TlcOptions.of(
                      spec.folder().resolve(module + ".tla"),
                      spec.folder().resolve(config + ".cfg")))
              .result();
      if (ended instanceof TlcResult.Failed failed) {
        throw CommandFailure.outside("TLC failed on " + config + ": " + failed.message());
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** The first round warms up and does not count. */
  private static double median(List<Double> values) {
    double[] sorted = values.stream().skip(1).mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
