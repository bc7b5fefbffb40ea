package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.ResultOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockstep bench store}. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Spark's memory store with JMH: stock against patched with no native block present,"
          + " and native put+evict against serialized put+evict of the same size.",
      "Speeds are calls in a second of processor time. Each ratio has a 95%% interval over pairs of"
          + " forks. Exit code 1 if an interval lies wholly below its bar."
    })
final class StoreBenchCommand implements Callable<Integer> {
  @Mixin private StoreSpeeds speeds = new StoreSpeeds();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return speeds.run(result);
  }
}
