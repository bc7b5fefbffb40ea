package dev.lockstep.cli.bench;

import dev.lockstep.bench.Comparison;
import dev.lockstep.bench.ForkFailedException;
import dev.lockstep.bench.JmhFork;
import dev.lockstep.bench.Measured;
import dev.lockstep.bench.PairedForks;
import dev.lockstep.bench.RatioInterval;
import dev.lockstep.bench.StorePaths;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** R14: the patched store against the stock one, and native blocks against serialized ones. */
final class StoreSpeeds implements Speeds {
  @Option(
      names = "--pairs",
      description = "Pairs of forks for each comparison of stores (default: ${DEFAULT-VALUE}).")
  private int pairs = 6;

  @Option(
      names = "--iterations",
      description =
          "Batches of calls that a fork warms up by, and as many that are measured"
              + " (default: ${DEFAULT-VALUE}).")
  private int iterations = 6;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Only these comparisons of stores, by the names in the table.")
  private List<String> only = List.of();

  @Override
  public void check() {
    if (pairs < RatioInterval.RATIOS_MIN) {
      throw CommandFailure.usage(
          "--pairs must be at least " + RatioInterval.RATIOS_MIN + ", was " + pairs);
    }
    if (iterations < 1) {
      throw CommandFailure.usage("--iterations must be at least 1, was " + iterations);
    }
    List<String> known = Comparison.ALL.stream().map(Comparison::name).toList();
    for (String name : only) {
      if (!known.contains(name)) {
        throw CommandFailure.usage("--only: no " + name + " among " + String.join(", ", known));
      }
    }
  }

  @Override
  public Map<String, Object> measure(ResultOption result) throws IOException {
    List<Comparison> comparisons =
        Comparison.ALL.stream().filter(c -> only.isEmpty() || only.contains(c.name())).toList();
    Workspace workspace = Workspace.find();
    List<Measured> measured;
    try (Progress progress = new Progress("forks", 2L * pairs * comparisons.size())) {
      JmhFork fork = new JmhFork(paths(workspace), log(workspace), iterations);
      measured = PairedForks.measure(comparisons, pairs, fork, progress::to);
    } catch (ForkFailedException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
    StoreTable.lines(measured).forEach(result::say);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pairs", pairs);
    json.put("comparisons", measured.stream().map(StoreTable::json).toList());
    json.put("asExpected", measured.stream().allMatch(Measured::asExpected));
    return json;
  }

  static StorePaths paths(Workspace workspace) {
    try {
      return StorePaths.inFolder(workspace.home().resolve("spark/replay/target/spark"));
    } catch (IOException e) {
      throw CommandFailure.outside("no Spark: " + e.getMessage() + ": run 'make build'");
    }
  }

  static Path log(Workspace workspace) throws IOException {
    return Files.createDirectories(workspace.build()).resolve("bench-fork.log");
  }
}
