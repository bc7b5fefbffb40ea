package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.ResultOption;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
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
      "Exit code 1 if a store's interval lies wholly below its bar."
    },
    subcommands = {
      ReplayBenchCommand.class,
      StoreBenchCommand.class,
      SimulateBenchCommand.class,
      HuntBenchCommand.class
    })
public final class BenchCommand implements Callable<Integer> {
  @Mixin private ReplaySpeeds replay = new ReplaySpeeds();
  @Mixin private StoreSpeeds store = new StoreSpeeds();
  @Mixin private SimulateSpeeds simulate = new SimulateSpeeds();
  @Mixin private HuntSpeeds hunt = new HuntSpeeds();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    replay.check();
    store.check();
    simulate.check();
    hunt.check();
    Map<String, Object> json = new LinkedHashMap<>(replay.measure(result));
    json.putAll(store.measure(result));
    boolean asExpected = StoreSpeeds.exitCode(json) == ExitCode.AS_EXPECTED;
    for (Map<String, Object> family : List.of(simulate.measure(result), hunt.measure(result))) {
      asExpected &= StoreSpeeds.exitCode(family) == ExitCode.AS_EXPECTED;
      json.put(family.containsKey("seeds") ? "hunt" : "simulate", family);
    }
    json.put("asExpected", asExpected);
    result.write(json);
    return StoreSpeeds.exitCode(json);
  }
}
