package dev.lockstep.cli.hunt;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.TimeSpan;
import dev.lockstep.simulator.hunt.HuntBudget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a hunt gives up. */
final class BudgetOptions {
  private static final Duration DEFAULT = Duration.ofSeconds(60);

  @Option(
      names = "--time",
      paramLabel = "60s",
      converter = TimeSpan.class,
      description = "How long to search, such as 90s or 5m (default: 60s).")
  private @Nullable Duration time;

  @Option(
      names = "--sequences",
      paramLabel = "N",
      description = "How many sequences to try instead.")
  private @Nullable Integer sequences;

  HuntBudget budget() {
    if (sequences != null && sequences < 1) {
      throw CommandFailure.usage("--sequences must be at least 1, was " + sequences);
    }
    if (time != null && sequences != null) {
      throw CommandFailure.usage("--time and --sequences exclude each other");
    }
    return sequences != null
        ? new HuntBudget.Sequences(sequences)
        : new HuntBudget.Time(time == null ? DEFAULT : time);
  }
}
