package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.ResultOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockstep bench replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Measures the replay on the real store against the model alone, and the Java explorer"
            + " against TLC, by turns in one run; prints the medians and their ratio.")
final class ReplayBenchCommand implements Callable<Integer> {
  @Mixin private ReplaySpeeds speeds = new ReplaySpeeds();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return speeds.run(result);
  }
}
