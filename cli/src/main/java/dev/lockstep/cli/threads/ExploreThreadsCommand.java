package dev.lockstep.cli.threads;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.TimeSpan;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.schedule.Workers;
import dev.lockstep.schedule.scenario.Exploration;
import dev.lockstep.schedule.scenario.Explorer;
import dev.lockstep.schedule.scenario.KnownScenarios;
import dev.lockstep.schedule.scenario.PairLibrary;
import dev.lockstep.schedule.scenario.PlainRuns;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.schedule.scenario.ScenarioException;
import dev.lockstep.spark.launch.SparkClassPathException;
import dev.lockstep.spark.launch.SparkThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep explore-threads}. */
@Command(
    name = "explore-threads",
    mixinStandardHelpOptions = true,
    description = {
      "Runs small scenarios of threads on the real store under every schedule, up to the order of"
          + " independent steps, and compares each with the serial ones. Without --scenario: known"
          + " bugs, then every pair of the store's public operations.",
      "A scenario: '[1 put s1a; 1 lockRead s1a] 1: unlock s1a || 1: end' sets up in brackets, then"
          + " has the calls of each thread after its task's number. A block's name is its kind (s"
          + " serialized, v values, n native, r of an RDD), its units, a letter; '!throws' and so on"
          + " behind it lets it fail. A wrong call lists all of them.",
      "Exit code 1 if there is a finding that no page of docs/findings explains."
    })
public final class ExploreThreadsCommand implements Callable<Integer> {
  /** Schedules of a scenario before the search turns from complete to bounded. */
  private static final long SCHEDULES_MAX = 20_000;

  @Option(
      names = "--spark",
      paramLabel = "VERSION|JAR|FOLDER",
      description =
          "Which Spark (default: " + SparkVersions.BUILT + ", or that of --replay's file).")
  private @Nullable String sparkOption;

  @Option(
      names = "--native",
      description = "With the patch and native blocks; without it Spark is stock.")
  private boolean natives;

  @Option(
      names = "--scenario",
      paramLabel = "TEXT",
      description = "Explore this scenario; may be given more than once.")
  private List<String> scenarios = List.of();

  @Option(
      names = "--bound",
      defaultValue = "2",
      description = "Preemptions, where all schedules are too many (default: ${DEFAULT-VALUE}).")
  private int bound = 2;

  @Option(
      names = "--time",
      paramLabel = "60s",
      converter = TimeSpan.class,
      description = "How long at most, such as 90s or 5m; all of it, if not given.")
  private @Nullable Duration limit;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description =
          "Put a deliberate fault into the patched store and stop at the first finding that it"
              + " explains; an unknown name lists them.")
  private @Nullable String fault;

  @Option(
      names = "--plain",
      paramLabel = "TIMES",
      description =
          "Run each --scenario so often with plain threads and no scheduler, and count what is"
              + " seen.")
  private @Nullable Integer plain;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the pauses of --plain (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "Run a schedule that was saved before, three times; say if it shows the same.")
  private @Nullable Path replay;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where to write findings that are told in full (default: build/found).")
  private @Nullable Path out;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (bound < 0 || bound > 9) {
      throw CommandFailure.usage("--bound must be from 0 to 9, was " + bound);
    }
    ScheduleReplay saved = replay == null ? null : savedSchedule(replay);
    List<Scenario> chosen = chosen();
    long start = System.nanoTime();
    BooleanSupplier isOver = () -> limit != null && System.nanoTime() - start > limit.toNanos();
    try {
      if (saved != null) {
        try (SparkThreads subject = open()) {
          return saved.run(subject, result);
        }
      }
      return plain == null ? explore(chosen, isOver, start) : runPlain(chosen, isOver);
    } catch (ScenarioException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    } catch (SparkClassPathException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
  }

  private String spark() {
    return sparkOption == null ? SparkVersions.BUILT : sparkOption;
  }

  /** Takes the store from the file, unless another Spark is asked for. */
  private ScheduleReplay savedSchedule(Path file) {
    if (!scenarios.isEmpty()
        || plain != null
        || fault != null
        || natives
        || limit != null
        || out != null) {
      throw CommandFailure.usage("--replay goes with --spark and --json alone");
    }
    ScheduleReplay read = ScheduleReplay.of(file);
    natives = read.saved().patched();
    fault = read.saved().fault();
    sparkOption = sparkOption == null ? read.saved().spark() : sparkOption;
    return read;
  }

  private boolean isPatched() {
    return natives || fault != null;
  }

  private List<Scenario> chosen() {
    List<Scenario> chosen = new ArrayList<>();
    try {
      scenarios.forEach(text -> chosen.add(Scenario.parse(text)));
    } catch (ScenarioException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
    for (Scenario scenario : chosen) {
      if (scenario.isOfNativeBlocks() && !isPatched()) {
        throw CommandFailure.usage(
            "scenario '" + scenario + "': native blocks are in the patch: add --native");
      }
    }
    if (chosen.isEmpty()) {
      chosen.addAll(KnownScenarios.of(isPatched()));
      chosen.addAll(PairLibrary.of(isPatched()));
    }
    return chosen;
  }

  private int explore(List<Scenario> chosen, BooleanSupplier isOver, long start)
      throws IOException {
    ThreadFindings findings =
        new ThreadFindings(spark(), isPatched(), bound, fault, result, folder());
    try (SparkThreads subject = open();
        Workers workers = new Workers(subject.loader());
        Progress progress = new Progress("scenarios", chosen.size())) {
      Explorer explorer =
          new Explorer(subject, workers, new Explorer.Limits(SCHEDULES_MAX, bound, isOver));
      findings.makeFolder();
      findings.begins(subject.description(), chosen.size());
      for (Scenario scenario : chosen) {
        if (isOver.getAsBoolean()) {
          break;
        }
        Exploration exploration = explorer.explore(scenario);
        findings.add(exploration, !scenarios.isEmpty());
        progress.to(findings.explored());
        if (fault != null && findings.anyUnexplained()) {
          break;
        }
      }
    }
    findings.tell(chosen.size(), (System.nanoTime() - start) / 1e9);
    return findings.asExpected() ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  private Path folder() {
    return out == null ? Workspace.find().build().resolve("found") : out;
  }

  private SparkThreads open() {
    Workspace workspace = Workspace.find();
    SparkPath path = SparkPath.of(workspace, spark());
    try {
      return isPatched()
          ? SparkThreads.open(path.patched(workspace), Optional.ofNullable(fault))
          : SparkThreads.openStock(path.stock(workspace));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private int runPlain(List<Scenario> chosen, BooleanSupplier isOver) throws InterruptedException {
    int times = plain == null ? 0 : plain;
    if (scenarios.isEmpty() || times < 1 || fault != null) {
      throw CommandFailure.usage("--plain needs --scenario, a number above 0, and no --fault");
    }
    Workspace workspace = Workspace.find();
    SparkPath path = SparkPath.of(workspace, spark());
    List<Map<String, Object>> rows = new ArrayList<>();
    try (SparkThreads subject =
        SparkThreads.openPlain(
            isPatched() ? path.patched(workspace) : path.stock(workspace), isPatched())) {
      PlainRuns runs = new PlainRuns(subject, subject.loader(), seed);
      for (Scenario scenario : chosen) {
        Map<String, Integer> seen = runs.run(scenario, times, isOver);
        result.say(scenario + "   plain threads, " + subject.description());
        seen.forEach((what, count) -> result.say(String.format("%9d  %s", count, what)));
        rows.add(object("scenario", scenario.toString(), "seen", seen));
      }
    }
    result.write(object("spark", spark(), "times", times, "seed", seed, "scenarios", rows));
    return ExitCode.AS_EXPECTED;
  }

  /** Names and values by turns, kept in this order. */
  private static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return object;
  }
}
