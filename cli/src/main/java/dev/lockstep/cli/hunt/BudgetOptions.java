package dev.lockstep.cli.hunt;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.simulator.hunt.HuntBudget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a hunt gives up. */
final class BudgetOptions {
  @Option(
      names = "--time",
      paramLabel = "60s",
      description = "How long to search, such as 90s or 5m (default: 60s).")
  private @Nullable String time;

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
        : new HuntBudget.Time(duration(time == null ? "60s" : time));
  }

  private static Duration duration(String text) {
    try {
      Duration duration = Duration.parse("PT" + text.strip());
      if (duration.isZero()) {
        throw CommandFailure.usage("--time must be above 0");
      }
      return duration;
    } catch (java.time.format.DateTimeParseException | ArithmeticException e) {
      throw CommandFailure.usage("--time: not a time such as 90s or 5m: " + text);
    }
  }
}
