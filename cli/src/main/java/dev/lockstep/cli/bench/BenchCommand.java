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
      "Exit code 1 if a family's bar is not met."
    },
    subcommands = {
      ReplayBenchCommand.class,
      StoreBenchCommand.class,
      PinBenchCommand.class,
      ExploreBenchCommand.class,
      SimulateBenchCommand.class,
      HuntBenchCommand.class,
      ColumnarBenchCommand.class
    })
public final class BenchCommand implements Callable<Integer> {
  @Mixin private ReplaySpeeds replay = new ReplaySpeeds();
  @Mixin private StoreSpeeds store = new StoreSpeeds();
  @Mixin private PinSpeeds pin = new PinSpeeds();
  @Mixin private ExplorerSpeeds explorer = new ExplorerSpeeds();
  @Mixin private SimulateSpeeds simulate = new SimulateSpeeds();
  @Mixin private HuntSpeeds hunt = new HuntSpeeds();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, Speeds> families = new LinkedHashMap<>();
    families.put("replay", replay);
    families.put("store", store);
    families.put("pin", pin);
    families.put("explore", explorer);
    families.put("simulate", simulate);
    families.put("hunt", hunt);
    families.put("columnar", new ColumnarSpeeds(ColumnarSpeeds.Plan.DEFAULT));
    families.values().forEach(Speeds::check);
    Map<String, Object> json = new LinkedHashMap<>();
    boolean asExpected = true;
    for (Map.Entry<String, Speeds> family : families.entrySet()) {
      Map<String, Object> measured = family.getValue().measure(result);
      json.put(family.getKey(), measured);
      asExpected &= !Boolean.FALSE.equals(measured.get(Speeds.AS_EXPECTED));
    }
    json.put(Speeds.AS_EXPECTED, asExpected);
    result.write(json);
    return Speeds.exitCode(json);
  }
}
