package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.fetch.FetchException;
import dev.lockstep.spark.fetch.SparkJars;
import dev.lockstep.spark.suites.SparkSuite;
import dev.lockstep.spark.suites.SuiteClassPath;
import dev.lockstep.spark.suites.SuiteRun;
import dev.lockstep.spark.suites.SuiteRunException;
import dev.lockstep.spark.suites.VersionCheck;
import dev.lockstep.spark.weave.WeaveException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep spark-suites}: R14 by Spark's own tests. */
@Command(
    name = "spark-suites",
    mixinStandardHelpOptions = true,
    description =
        "Runs the suites that Spark publishes about its storage and memory on stock and on patched"
            + " classes, and compares them test by test (R14).",
    footer = {
      "",
      "The jars come from the local Maven repository or from Maven Central. Reports",
      "and logs stay in build/spark-suites. A test that fails on one side only is run",
      "once more there, alone; the second run counts, and the table says so.",
      "Exit code: 0 same results, 1 a test differs, 2 wrong usage or no such version,",
      "3 something outside failed (a download, a JVM that died, the time limit)."
    })
final class SuitesCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1_000_000;

  @Option(
      names = "--spark",
      paramLabel = "VERSION",
      split = ",",
      description = "Published versions, with commas between them (default: ${DEFAULT-VALUE}).")
  private List<String> versions = SparkVersions.CLAIMED;

  @Option(
      names = "--limit",
      paramLabel = "MINUTES",
      defaultValue = "10",
      description =
          "How long one run may take before it is killed (default: ${DEFAULT-VALUE}); there are two"
              + " a version, side by side.")
  private int limitMinutes = 10;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limitMinutes < 1) {
      throw CommandFailure.usage("--limit must be at least 1, was " + limitMinutes);
    }
    LinkedHashSet<String> chosen = new LinkedHashSet<>(versions);
    try {
      chosen.forEach(SuiteClassPath::check);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--spark: " + e.getMessage());
    }
    Workspace workspace = Workspace.find();
    Path patch = SparkPath.patch(workspace);
    Map<String, SuiteClassPath> classPaths = fetch(chosen);
    Map<String, VersionCheck> checks = new LinkedHashMap<>();
    result.say(SuitesTable.HEADER);
    for (SuiteClassPath classPath : classPaths.values()) {
      VersionCheck check = check(workspace, classPath, patch);
      checks.put(classPath.version(), check);
      SuitesTable.lines(classPath.version(), check).forEach(result::say);
    }
    result.write(SuitesTable.json(checks));
    result.say(SuitesTable.verdict(checks.values()));
    return SuitesTable.same(checks.values()) ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  /** All of them before the first run: a missing version is told at once. */
  private static Map<String, SuiteClassPath> fetch(Iterable<String> versions) {
    Map<String, SuiteClassPath> classPaths = new LinkedHashMap<>();
    try (Progress progress = new Progress("jars: MB downloaded", -1);
        SparkJars jars = SparkJars.open(bytes -> progress.to(bytes / MEGABYTE))) {
      for (String version : versions) {
        classPaths.put(version, SuiteClassPath.fetch(jars, version));
      }
      return classPaths;
    } catch (FetchException e) {
      String message = "--spark: " + e.getMessage();
      throw e.reason() == FetchException.Reason.NOT_FOUND
          ? CommandFailure.usage(message)
          : CommandFailure.outside(message);
    }
  }

  private VersionCheck check(Workspace workspace, SuiteClassPath classPath, Path patch)
      throws IOException, InterruptedException {
    String version = classPath.version();
    Path folder = workspace.build().resolve("spark-suites").resolve(version);
    Duration limit = Duration.ofMinutes(limitMinutes);
    try (Progress progress = new Progress("Spark " + version + ": tests ended", -1)) {
      SuiteRun stock = classPath.stock(folder.resolve("stock"), limit);
      SuiteRun patched = classPath.patched(patch, folder.resolve("patched"), limit);
      return VersionCheck.run(stock, patched, List.of(SparkSuite.values()), progress::to);
    } catch (WeaveException e) {
      throw CommandFailure.usage("--spark " + version + ": " + e.getMessage());
    } catch (SuiteRunException e) {
      throw CommandFailure.outside("Spark " + e.getMessage());
    }
  }
}
