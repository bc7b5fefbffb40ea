package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.ResultOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockstep bench simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the simulator in processor time: against the Caffeine simulator 3.2.4's linked LRU,"
          + " whole processes that read the same CSV; and in one process against a LinkedHashMap in"
          + " access order and against plain arrays without any of the model's duties.",
      "Caffeine's classes need a JDK 25 or later: the one that runs this, one beside it, or the one"
          + " whose home LOCKSTEP_JAVA names. Exit code 1 if an interval lies wholly on the wrong"
          + " side of its bar, or hits and evictions differ."
    })
final class SimulateBenchCommand implements Callable<Integer> {
  @Mixin private SimulateSpeeds speeds = new SimulateSpeeds();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return speeds.run(result);
  }
}
