package dev.lockstep.cli.regress;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.TimeSpan;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.traces.json.JsonResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep regress}. */
@Command(
    name = "regress",
    mixinStandardHelpOptions = true,
    description = {
      "Compares what two Sparks do: the corpus, every transition and refusal of configs, random"
          + " calls, then every pair of operations by two threads under every schedule. Each"
          + " difference comes with the rule that it touches and the shortest example, saved, which"
          + " one side shows and the other does not.",
      "Exit code 0 if nothing that a caller can see differs, 1 if something does, 3 if nothing"
          + " did so far and the run is INCOMPLETE."
    })
public final class RegressCommand implements Callable<Integer> {
  @Option(
      names = "--spark",
      required = true,
      paramLabel = "VERSION|JAR|FOLDER",
      description = "The Spark to look at: a version, or your own spark-core jar or class folder.")
  private String spark = "";

  @Option(
      names = "--against",
      paramLabel = "VERSION|JAR|FOLDER",
      description = "The Spark to compare it with (default: ${DEFAULT-VALUE}).",
      defaultValue = SparkVersions.BUILT)
  private String against = SparkVersions.BUILT;

  @Option(
      names = "--stock",
      description =
          "Without native blocks; so it is anyway if the patch does not fit both of them.")
  private boolean stock;

  @Option(
      names = "--natives",
      paramLabel = "JAR",
      description =
          "The Spark to look at has native blocks of its own, and the jar an adapter for them"
              + " (docs/adapter.md): their calls are compared with the patch's on the other side.")
  private @Nullable Path natives;

  @Option(
      names = "--time",
      paramLabel = "10m",
      converter = TimeSpan.class,
      defaultValue = "10m",
      description =
          "How long at most for pairs of threads, transitions and random calls, of which each has a"
              + " share; what is cut is said, and such a run is INCOMPLETE (default:"
              + " ${DEFAULT-VALUE}). Corpus, known bugs and probes are always run.")
  private Duration limit = Duration.ofMinutes(10);

  @Option(
      names = "--sequences",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Random sequences of 50 calls (default: ${DEFAULT-VALUE}).")
  private int sequences = 2000;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the random sequences (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (sequences < 0) {
      throw CommandFailure.usage("--sequences must be at least 0, was " + sequences);
    }
    Sides sides = Sides.of(Workspace.find(), spark, against, stock, Optional.ofNullable(natives));
    new RegressFolder(folder(sides)).require();
    long start = System.nanoTime();
    TimeShares time = new TimeShares(limit);
    ThreadPart.Report threads = new ThreadPart(sides, time.begin(TimeShares.Share.PAIRS)).run();
    CallPart.Report calls = new CallPart(sides, seed, sequences, time).run();
    List<Difference> differences =
        new ArrayList<>(new CallDifferences(sides, seed).of(calls.found()));
    differences.addAll(threads.differences());
    RegressReport report =
        new RegressReport(
            sides,
            seed,
            (System.nanoTime() - start) / 1e9,
            calls,
            threads,
            differences,
            sides.shape(),
            folder(sides),
            limit);
    report.tell(result);
    result.write(report.json());
    save(report);
    if (!report.isAlike()) {
      return ExitCode.VIOLATION;
    }
    return report.isComplete() ? ExitCode.AS_EXPECTED : ExitCode.OUTSIDE;
  }

  private static Path folder(Sides sides) {
    return sides.workspace().build().resolve("regress").resolve(sides.folderName());
  }

  private static void save(RegressReport report) {
    Map<String, String> files = new LinkedHashMap<>();
    report.differences().forEach(d -> files.put(d.file(), d.text()));
    files.put("regress.json", JsonResult.pretty(report.json()));
    new RegressFolder(report.folder()).write(files);
  }
}
