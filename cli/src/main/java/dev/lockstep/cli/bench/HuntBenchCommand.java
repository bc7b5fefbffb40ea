package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.ResultOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockstep bench hunt}. */
@Command(
    name = "hunt",
    mixinStandardHelpOptions = true,
    description =
        "Measures how long hunt --goal divergence takes to find each deliberate fault of the real"
            + " store and to shrink what it found, over several seeds. Exit code 1 if a fault is not"
            + " found, or its median is above the bar.")
final class HuntBenchCommand implements Callable<Integer> {
  @Mixin private HuntSpeeds speeds = new HuntSpeeds();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return speeds.run(result);
  }
}
