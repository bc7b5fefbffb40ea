package dev.lockstep.cli.bench;

import dev.lockstep.bench.ForkFailedException;
import dev.lockstep.bench.HeldMonitor;
import dev.lockstep.bench.HoldCase;
import dev.lockstep.bench.HoldTimes;
import dev.lockstep.bench.JmhFork;
import dev.lockstep.bench.PairedForks;
import dev.lockstep.bench.PinComparison;
import dev.lockstep.bench.PinCosts;
import dev.lockstep.bench.RatioInterval;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Workspace;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Hole 9: what the recency of native blocks costs. */
final class PinSpeeds implements Speeds {
  private static final int THREADS_MOST = 256;

  @Option(
      names = "--pin-pairs",
      description = "Pairs of forks for each comparison of pins (default: ${DEFAULT-VALUE}).")
  private int pairs = 4;

  @Option(
      names = "--pin-iterations",
      description =
          "Iterations of 0.3 s that a fork warms up by, and as many that are measured"
              + " (default: ${DEFAULT-VALUE}).")
  private int iterations = 3;

  @Option(
      names = "--pin-threads",
      split = ",",
      description = "Threads that read at the same time (default: 1,2,4,8,16).")
  private List<Integer> threads = List.of(1, 2, 4, 8, 16);

  @Option(
      names = "--pin-peers",
      split = ",",
      description =
          "What a pin is compared with: ${COMPLETION-CANDIDATES} (default: all, and the monitor).")
  private List<PinComparison.Peer> peers = List.of();

  @Override
  public void check() {
    if (pairs < RatioInterval.RATIOS_MIN) {
      throw CommandFailure.usage(
          "--pin-pairs must be at least " + RatioInterval.RATIOS_MIN + ", was " + pairs);
    }
    if (iterations < 1) {
      throw CommandFailure.usage("--pin-iterations must be at least 1, was " + iterations);
    }
    if (threads.isEmpty() || threads.stream().anyMatch(t -> t < 1 || t > THREADS_MOST)) {
      throw CommandFailure.usage(
          "--pin-threads must be between 1 and " + THREADS_MOST + ", was " + threads);
    }
  }

  @Override
  public Map<String, Object> measure(ResultOption result) throws IOException {
    Workspace workspace = Workspace.find();
    List<PinComparison> comparisons =
        PinComparison.all(threads).stream()
            .filter(c -> peers.isEmpty() || peers.contains(c.peer()))
            .toList();
    // Who asks for some peers alone does not ask for the monitor.
    List<HoldCase> holdCases = peers.isEmpty() ? HeldMonitor.cases() : List.of();
    PinCosts costs;
    Map<HoldCase, HoldTimes> holds;
    long forks = 2L * pairs * comparisons.size();
    try (Progress progress = new Progress("forks", forks + (long) pairs * holdCases.size())) {
      JmhFork fork =
          new JmhFork(StoreSpeeds.paths(workspace), StoreSpeeds.log(workspace), iterations);
      costs =
          PinCosts.of(
              comparisons,
              PairedForks.measure(
                  comparisons.stream().map(PinComparison::comparison).toList(),
                  pairs,
                  fork,
                  progress::to));
      holds =
          HeldMonitor.measure(holdCases, pairs, fork::measure, done -> progress.to(forks + done));
    } catch (ForkFailedException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
    PinTable.lines(costs, holds).forEach(result::say);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pairs", pairs);
    json.putAll(PinTable.json(costs, holds));
    json.put(AS_EXPECTED, PinTable.asExpected(costs));
    return json;
  }
}
