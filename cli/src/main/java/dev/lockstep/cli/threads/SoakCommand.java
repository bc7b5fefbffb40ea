package dev.lockstep.cli.threads;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.schedule.soak.SoakPlan;
import dev.lockstep.schedule.soak.SoakReport;
import dev.lockstep.spark.launch.SparkClassPathException;
import dev.lockstep.spark.launch.SparkSoak;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep soak}. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "Many plain threads on one real, patched block manager, several of one task attempt among them,"
          + " which one of them ends: native puts, pins and removals, releases that throw, JVM blocks"
          + " whose close calls the store, a decommissioning half way and a stop under way. The seed"
          + " fixes what each thread does; the machine decides on their order.",
      "At rest and in the end: each registration released once and the allocator at zero, bytes that"
          + " are accounted for, no lock without a task; and nobody waits with the monitor held.",
      "Exit code 1 if something is wrong, 0 if not."
    })
public final class SoakCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(
      names = "--spark",
      paramLabel = "VERSION|JAR|FOLDER",
      description = "Which Spark; may be given more than once (default: all that are claimed).")
  private List<String> sparks = SparkVersions.CLAIMED;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The first seed (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--seeds",
      defaultValue = "20",
      description = "How many, one after the other (default: ${DEFAULT-VALUE}).")
  private int seeds = 20;

  @Option(
      names = "--threads",
      defaultValue = "16",
      description = "10 or more (default: ${DEFAULT-VALUE}).")
  private int threads = 16;

  @Option(
      names = "--steps",
      defaultValue = "1000",
      description = "Calls of a thread in each of three parts (default: ${DEFAULT-VALUE}).")
  private int steps = 1000;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description = "Put a deliberate fault into the store; an unknown name lists them.")
  private @Nullable String fault;

  @Override
  public Integer call() throws InterruptedException {
    if (seeds < 1 || threads < 10 || steps < 1) {
      throw CommandFailure.usage("--seeds and --steps must be 1 or more, --threads 10 or more");
    }
    boolean sound = true;
    try (Progress progress = new Progress("soaks", 2L * seeds * sparks.size())) {
      int done = 0;
      for (String spark : sparks) {
        SparkSoak soak = open(spark);
        System.out.println(title(soak));
        for (long s = seed; s < seed + seeds; s++) {
          for (boolean deferred : new boolean[] {false, true}) {
            SoakReport report = soak.run(new SoakPlan(s, deferred, threads, steps, PATIENCE));
            sound &= report.broken().isEmpty();
            say(spark, s, deferred, report);
            progress.to(++done);
          }
        }
      }
    }
    return sound ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  private String title(SparkSoak soak) {
    return String.format(
        "%s (patched)%s: %d threads, %d steps, seeds %d to %d, releases under the monitor and"
            + " deferred",
        soak.description(),
        fault == null ? "" : " + " + fault,
        threads,
        steps,
        seed,
        seed + seeds - 1);
  }

  private void say(String spark, long s, boolean deferred, SoakReport report) {
    System.out.printf(
        "%s seed %d %s, %.1f s: %s: %s%n",
        spark,
        s,
        deferred ? "deferred" : "monitor",
        report.seconds(),
        report.broken().isEmpty() ? "sound" : report.broken().size() + " FINDINGS",
        report.line());
    report.broken().stream().limit(10).forEach(found -> System.out.println("  " + found));
  }

  private SparkSoak open(String spark) {
    Workspace workspace = Workspace.find();
    try {
      return SparkSoak.open(
          SparkPath.of(workspace, spark).patched(workspace), Optional.ofNullable(fault));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    } catch (SparkClassPathException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
  }
}
