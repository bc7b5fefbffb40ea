package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ContractModel;
import dev.lockstep.simulator.hunt.Hunt;
import dev.lockstep.simulator.hunt.HuntBudget;
import dev.lockstep.simulator.hunt.HuntResult;
import dev.lockstep.simulator.hunt.HuntSpec;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.spark.faults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How long it takes to find the deliberate faults. */
final class HuntSpeeds implements Speeds {
  private static final double SECONDS_BAR = 10;
  private static final int LENGTH = 50;

  @Option(names = "--seeds", description = "Hunts for each fault (default: ${DEFAULT-VALUE}).")
  private int seeds = 20;

  @Override
  public void check() {
    if (seeds < 1) {
      throw CommandFailure.usage("--seeds must be at least 1, was " + seeds);
    }
  }

  @Override
  public Map<String, Object> measure(ResultOption result) {
    Workspace workspace = Workspace.find();
    List<Map<String, Object>> rows = new ArrayList<>();
    // Those that one thread is enough to see.
    List<String> names = Stream.of(Fault.values()).map(Fault::faultName).toList();
    int threads = Runtime.getRuntime().availableProcessors();
    try (Progress progress = new Progress("hunts", (long) names.size() * seeds)) {
      for (String fault : names) {
        double[] seconds = new double[seeds];
        int found = 0;
        for (int seed = 1; seed <= seeds; seed++) {
          // From opening the store on, as a user waits for it.
          long began = System.nanoTime();
          try (StoreOptions.Opened opened = StoreOptions.openFaulty(workspace, fault)) {
            HuntResult hunted =
                new Hunt(ContractModel::new, opened.factory())
                    .run(
                        new HuntSpec(
                            Universes.all(),
                            seed,
                            LENGTH,
                            new HuntBudget.Time(Duration.ofSeconds(60))),
                        threads,
                        used -> {});
            found += hunted instanceof HuntResult.Found ? 1 : 0;
          }
          seconds[seed - 1] = (System.nanoTime() - began) / 1e9;
          progress.to((long) rows.size() * seeds + seed);
        }
        rows.add(row(result, fault, found, seconds));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seeds", seeds);
    json.put("faults", rows);
    json.put(
        "asExpected", rows.stream().allMatch(row -> Boolean.TRUE.equals(row.get("asExpected"))));
    return json;
  }

  private Map<String, Object> row(ResultOption result, String fault, int found, double[] seconds) {
    Arrays.sort(seconds);
    double median = (seconds[(seeds - 1) / 2] + seconds[seeds / 2]) / 2;
    boolean asExpected = found == seeds && median < SECONDS_BAR;
    result.say(
        String.format(
            Locale.ROOT,
            "%-20s found by %d of %d seeds, median %.2f s, most %.2f s  under %.0f s: %s",
            fault,
            found,
            seeds,
            median,
            seconds[seeds - 1],
            SECONDS_BAR,
            asExpected ? "ok" : "NO"));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("fault", fault);
    json.put("found", found);
    json.put("medianSeconds", StoreTable.thousandths(median));
    json.put("mostSeconds", StoreTable.thousandths(seconds[seeds - 1]));
    json.put("asExpected", asExpected);
    return json;
  }
}
