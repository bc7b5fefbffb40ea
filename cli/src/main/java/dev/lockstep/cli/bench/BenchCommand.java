package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.ResultOption;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockstep bench}: speeds as ratios against a peer, measured by turns in one run. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures speeds as ratios against a peer, by turns in one run: all of it, or one family.",
      "Exit code 1 if a store's interval lies wholly below its bar, or TLC takes less than 30 times"
          + " the explorer's processor time."
    },
    subcommands = {ReplayBenchCommand.class, StoreBenchCommand.class, ExploreBenchCommand.class})
public final class BenchCommand implements Callable<Integer> {
  @Mixin private ReplaySpeeds replay = new ReplaySpeeds();
  @Mixin private StoreSpeeds store = new StoreSpeeds();
  @Mixin private ExplorerSpeeds explorer = new ExplorerSpeeds();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    replay.check();
    store.check();
    explorer.check();
    Map<String, Object> json = new LinkedHashMap<>(replay.measure(result));
    json.putAll(store.measure(result));
    json.putAll(explorer.measure(result));
    result.write(json);
    return Math.max(StoreSpeeds.exitCode(json), ExplorerSpeeds.exitCode(json));
  }
}
