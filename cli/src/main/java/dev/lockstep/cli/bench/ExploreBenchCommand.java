package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.ResultOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockstep bench explore}. */
@Command(
    name = "explore",
    mixinStandardHelpOptions = true,
    description = {
      "Measures TLC against the Java explorer at lock level: the same config of over a million"
          + " states with the same invariants, whole processes, processor time, by turns in one run.",
      "Exit code 1 if TLC takes less than 30 times the explorer's processor time."
    })
final class ExploreBenchCommand implements Callable<Integer> {
  @Mixin private ExplorerSpeeds speeds = new ExplorerSpeeds();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return speeds.run(result);
  }
}
