package dev.lockstep.cli.threads;

import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.schedule.Workers;
import dev.lockstep.schedule.scenario.Exploration;
import dev.lockstep.schedule.scenario.Explorer;
import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.spark.launch.SparkThreads;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep explore-threads}. */
@Command(name = "explore-threads", mixinStandardHelpOptions = true, description = "Explores.")
public final class ExploreThreadsCommand implements Callable<Integer> {
  @Option(names = "--spark", defaultValue = SparkVersions.BUILT)
  private String spark = SparkVersions.BUILT;

  @Option(names = "--scenario")
  private List<String> scenarios = List.of();

  @Option(names = "--patched")
  private boolean patched;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException {
    Workspace workspace = Workspace.find();
    SparkPath path = SparkPath.of(workspace, spark);
    try (SparkThreads subject =
            patched
                ? SparkThreads.open(path.patched(workspace), Optional.empty())
                : SparkThreads.openStock(path.stock(workspace));
        Workers workers = new Workers(subject.loader())) {
      Explorer explorer =
          new Explorer(subject, workers, new Explorer.Limits(20000, 2, () -> false));
      List<Scenario> all =
          new java.util.ArrayList<>(scenarios.stream().map(Scenario::parse).toList());
      if (all.isEmpty()) {
        for (char k : (patched ? "n" : "sv").toCharArray())
          all.addAll(dev.lockstep.schedule.scenario.PairLibrary.of(k));
      }
      for (Scenario scenario : all) {
        long t = System.nanoTime();
        Exploration e;
        try {
          e = explorer.explore(scenario);
        } catch (RuntimeException x) {
          result.say("XX " + x);
          continue;
        }
        result.say(
            e.scenario()
                + "   serial "
                + e.serialOutcomes()
                + " outcomes "
                + e.outcomes()
                + " schedules "
                + e.schedules()
                + " "
                + e.coverage()
                + " "
                + (System.nanoTime() - t) / 1000000
                + " ms");
        for (Finding f : e.findings()) {
          result.say(f.kind() + " " + f.detail() + " " + f.schedule() + " " + f.replays());
          result.say(f.story());
        }
      }
    }
    return ExitCode.AS_EXPECTED;
  }
}
