package dev.lockstep.cli.bench;

import dev.lockstep.bench.RatioInterval;
import dev.lockstep.bench.simulate.CsvComparison;
import dev.lockstep.bench.simulate.InProcessComparison;
import dev.lockstep.cli.run.CaffeineJars;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** The simulator against Caffeine's, the JDK's map, and plain arrays. */
final class SimulateSpeeds implements Speeds {
  private static final int BLOCKS_FEW = 2_000;
  private static final int BLOCKS_MANY = 1_000_000;

  /** Caffeine has to take so many times as long at least. */
  private static final double CAFFEINE_BAR = 3;

  /** The map is not to be faster. */
  private static final double MAP_BAR = 1;

  /** Plain arrays are to be so many times as fast at most: the model takes no more than this. */
  private static final double ARRAYS_BAR = 3;

  @Option(names = "--requests", description = "Requests of each run (default: ${DEFAULT-VALUE}).")
  private int requests = 20_000_000;

  @Option(
      names = "--requests-csv",
      description = "Requests in the CSV (default: ${DEFAULT-VALUE}, a file of 1.4 GB).")
  private int requestsCsv = 60_000_000;

  @Option(
      names = "--pairs-csv",
      description = "Pairs of processes that read the CSV (default: ${DEFAULT-VALUE}).")
  private int pairs = 6;

  @Option(
      names = "--rounds-lru",
      description = "Rounds in one process that count (default: ${DEFAULT-VALUE}).")
  private int rounds = 9;

  @Override
  public void check() {
    if (requests < 1 || requestsCsv < 1) {
      throw CommandFailure.usage(
          "--requests must be at least 1, was " + Math.min(requests, requestsCsv));
    }
    for (Map.Entry<String, Integer> number :
        Map.of("--pairs-csv", pairs, "--rounds-lru", rounds).entrySet()) {
      if (number.getValue() < RatioInterval.RATIOS_MIN) {
        throw CommandFailure.usage(
            String.format(
                Locale.ROOT,
                "%s must be at least %d, was %d",
                number.getKey(),
                RatioInterval.RATIOS_MIN,
                number.getValue()));
      }
    }
  }

  @Override
  public Map<String, Object> measure(ResultOption result) throws IOException, InterruptedException {
    Workspace workspace = Workspace.find();
    Path folder = Files.createDirectories(workspace.build().resolve("bench"));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int blocks : List.of(BLOCKS_FEW, BLOCKS_MANY)) {
      inProcess(blocks, folder, result, rows);
    }
    csv(workspace, folder, result, rows);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("requests", requests);
    json.put("comparisons", rows);
    json.put(
        "asExpected", rows.stream().allMatch(row -> Boolean.TRUE.equals(row.get("asExpected"))));
    return json;
  }

  private void inProcess(
      int blocks, Path folder, ResultOption result, List<Map<String, Object>> rows)
      throws IOException, InterruptedException {
    InProcessComparison.Measured measured;
    try (Progress progress = new Progress("LRU, " + blocks + " blocks", -1)) {
      measured =
          InProcessComparison.measure(
              requests, blocks, rounds, folder.resolve("lru-" + blocks + ".log"));
      progress.to(1);
    }
    String size = String.format(Locale.ROOT, ", %,d blocks", blocks);
    rows.add(
        row(
            result,
            "LinkedHashMap / model" + size,
            RatioInterval.of(measured.ratios("map", "model")),
            MAP_BAR,
            true,
            measured.agree()));
    rows.add(
        row(
            result,
            "model / plain arrays" + size,
            RatioInterval.of(measured.ratios("model", "arrays")),
            ARRAYS_BAR,
            false,
            measured.agree()));
  }

  private void csv(
      Workspace workspace, Path folder, ResultOption result, List<Map<String, Object>> rows)
      throws IOException, InterruptedException {
    CsvComparison comparison =
        new CsvComparison(
            Java25.find(),
            CaffeineJars.simulator(),
            List.of(
                workspace.home().resolve("cli/target/classes"),
                workspace.home().resolve("cli/target/lib/*")),
            folder);
    CsvComparison.Measured measured;
    try (Progress progress = new Progress("CSV", pairs + 1L)) {
      measured =
          comparison.measure(
              requestsCsv, BLOCKS_MANY, BLOCKS_MANY / 10, pairs, done -> progress.to(done));
    } catch (IOException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
    rows.add(
        row(
            result,
            "Caffeine's linked LRU / ours, CSV",
            RatioInterval.of(measured.ratios()),
            CAFFEINE_BAR,
            true,
            measured.agree()));
  }

  private static Map<String, Object> row(
      ResultOption result,
      String name,
      RatioInterval interval,
      double bar,
      boolean atLeast,
      boolean agree) {
    boolean onSide = atLeast ? interval.high() >= bar : interval.low() <= bar;
    result.say(
        String.format(
            Locale.ROOT,
            "%-42s %6.2f [%.2f, %.2f]  %s %.1f: %s; hits and evictions %s",
            name,
            interval.ratio(),
            interval.low(),
            interval.high(),
            atLeast ? "at least" : "at most",
            bar,
            onSide ? "ok" : "NO",
            agree ? "agree" : "DIFFER"));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("ratio", StoreTable.thousandths(interval.ratio()));
    json.put("low", StoreTable.thousandths(interval.low()));
    json.put("high", StoreTable.thousandths(interval.high()));
    json.put(atLeast ? "atLeast" : "atMost", bar);
    json.put("agree", agree);
    json.put("asExpected", onSide && agree);
    return json;
  }
}
