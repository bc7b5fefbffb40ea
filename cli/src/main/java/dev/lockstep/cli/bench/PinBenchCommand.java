package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.ResultOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockstep bench pin}. */
@Command(
    name = "pin",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what a pin of a native block costs on the patched store, with several threads that"
          + " read their own blocks or all the same: against a stock read of a JVM block, against a"
          + " pin that does not touch recency, and against the scan of a batch of 1 MiB; and for how"
          + " long a put that evicts holds the memory manager's monitor with readers beside it.",
      "Ratios are of speeds, in processor time and as time passes, with 95%% intervals over pairs of"
          + " forks. Exit code 1 if eight threads' pins take more than 5%% of their scans."
    })
final class PinBenchCommand implements Callable<Integer> {
  @Mixin private PinSpeeds speeds = new PinSpeeds();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return speeds.run(result);
  }
}
