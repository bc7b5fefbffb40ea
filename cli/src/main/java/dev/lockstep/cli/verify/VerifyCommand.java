package dev.lockstep.cli.verify;

import dev.lockstep.cli.random.SequenceRun;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.Story;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.TraceRecorder;
import dev.lockstep.traces.json.TraceCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep verify}: the main job. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Checks the specs with TLC, proves the model equal to TLC's graphs, replays every"
            + " transition, every refusal and the corpus on the real patched stores, and random"
            + " sequences; one verdict a rule and version of Spark.")
public final class VerifyCommand implements Callable<Integer> {
  @Option(names = "--seed", defaultValue = "1", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--sequences",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Random sequences of up to 50 calls (default: ${DEFAULT-VALUE}).")
  private int sequences = 10_000;

  @Option(
      names = "--spark-versions",
      paramLabel = "VERSION",
      split = ",",
      description =
          "Versions of Spark, the main one first: it gets all random sequences, each other a fifth"
              + " (default: "
              + SparkVersions.BUILT
              + ").")
  private List<String> versions = List.of();

  @Option(
      names = "--all-versions",
      description = "All versions that Lockstep speaks for: what make verify-all runs.")
  private boolean allVersions;

  @Option(
      names = "--again",
      description =
          "Compute everything, also what build/kept has of earlier runs (default: a part is"
              + " computed if anything that it depends on has changed).")
  private boolean again;

  @Option(names = "--times", description = "Print where the time went.")
  private boolean tellsTimes;

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = "Where the HTML report goes (default: build/report).")
  private @Nullable Path report;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (sequences < 1) {
      throw CommandFailure.usage("--sequences must be at least 1, was " + sequences);
    }
    Workspace workspace = Workspace.find();
    // All of them before the first is run: a version that does not exist is found at once.
    List<SparkPath> sparks =
        asked().stream().distinct().map(version -> SparkPath.of(workspace, version)).toList();
    String title =
        "lockstep 0.1 · Spark "
            + String.join(", ", sparks.stream().map(SparkPath::name).toList())
            + " (patched) · TLC 2.18 · seed "
            + seed;
    result.say(title);
    Verdicts verdicts =
        new Verification(workspace, seed, sequences, sparks, workspace.kept(again)).run();
    VerifyTable.lines(verdicts).forEach(result::say);
    for (OnSpark spark : verdicts.spark()) {
      if (spark.random().found().isPresent()) {
        tell(workspace, spark.version(), spark.random().found().get());
      }
    }
    Path folder = report == null ? workspace.build().resolve("report") : report;
    Path page = VerifyReport.write(folder, title, verdicts);
    result.write(VerifyTable.json(verdicts, seed));
    if (tellsTimes) {
      result.say("");
      verdicts.times().forEach(part -> result.say(part.line()));
    }
    result.say(
        (verdicts.asExpected() ? "all as expected" : "NOT as expected")
            + notAsked(verdicts)
            + " · report: "
            + Workspace.shown(page));
    return verdicts.asExpected() ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  private List<String> asked() {
    if (allVersions && !versions.isEmpty()) {
      throw CommandFailure.usage("--all-versions and --spark-versions: one of them");
    } else if (allVersions) {
      return SparkVersions.CLAIMED;
    }
    return versions.isEmpty() ? List.of(SparkVersions.BUILT) : versions;
  }

  /** A column that was not asked for is no evidence, and says so. */
  private static String notAsked(Verdicts verdicts) {
    List<String> versions = verdicts.notAsked();
    return versions.isEmpty()
        ? ""
        : " · not asked: " + String.join(", ", versions) + " (make verify-all)";
  }

  /** A random sequence on which store and model part: its story, its file, the way to it. */
  private void tell(Workspace workspace, String version, SequenceRun.Found found)
      throws IOException {
    String rule = found.divergence().rule();
    Path file =
        workspace
            .build()
            .resolve("found")
            .resolve(
                rule.toLowerCase(Locale.ROOT)
                    + "-random-"
                    + version.replaceAll("[^A-Za-z0-9.]+", "_")
                    + "-seed"
                    + seed
                    + ".json");
    Trace.Expectation breaks = new Trace.Expectation.Breaks(rule, "spark@" + version);
    TraceCodec.write(
        new Trace(
            Trace.Level.CONTRACT,
            Trace.Origin.RANDOM,
            seed,
            breaks,
            found.constants(),
            TraceRecorder.steps(found.constants(), found.actions())),
        file);
    result.say(rule + " broken by a random sequence  saved: " + Workspace.shown(file));
    new Story(found.constants()).lines(found.actions(), found.divergence()).forEach(result::say);
    result.say("  again: ./lockstep replay " + Workspace.shown(file) + " --spark " + version);
  }
}
