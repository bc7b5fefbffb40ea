package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.FaultOption;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.TablesPath;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.faults.StoreFault;
import dev.lockstep.spark.weave.SqlEdit;
import dev.lockstep.spark.weave.WeaveReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep patch}: native blocks for a Spark of the user's, as one jar. */
@Command(
    name = "patch",
    mixinStandardHelpOptions = true,
    description =
        "Weaves native blocks into a Spark and writes one jar that stands before spark-core on the"
            + " class path. Nothing is written if the Spark is not one that the patch fits.")
final class PatchCommand implements Callable<Integer> {
  @Option(
      names = "--spark",
      paramLabel = "VERSION|JAR|FOLDER",
      defaultValue = SparkVersions.BUILT,
      description =
          "A published version (default: ${DEFAULT-VALUE}), or the spark-core jar or class folder"
              + " of your own build.")
  private String spark = SparkVersions.BUILT;

  @Option(
      names = "--output",
      paramLabel = "FILE.jar",
      required = true,
      description = "The jar to write.")
  private Path output = Path.of("");

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @Option(
      names = "--columnar",
      description =
          "With the columnar cache: weave spark-sql too, and add what engines extend"
              + " (docs/columnar.md). Published versions that Lockstep speaks for.")
  private boolean columnar;

  @Option(
      names = "--without",
      paramLabel = "EDIT",
      split = ",",
      description = "With --columnar: leave out ${COMPLETION-CANDIDATES} (docs/patch.md).")
  private List<SqlEdit> without = List.of();

  @Mixin private FaultOption faults = new FaultOption();

  @Option(
      names = {"-v", "--verbose"},
      description = "Print every woven point.")
  private boolean verbose;

  @Override
  public Integer call() {
    if (!output.toString().endsWith(".jar") || Files.isDirectory(output)) {
      throw CommandFailure.usage("--output: not the name of a jar: '" + output + "'");
    }
    if (Files.exists(output) && !force) {
      throw CommandFailure.usage("--output: " + output + " exists (--force replaces it)");
    }
    List<StoreFault> broken = faults.faults();
    if (columnar && !broken.isEmpty()) {
      throw CommandFailure.usage("--columnar and --fault: one of them");
    } else if (!columnar && !without.isEmpty()) {
      throw CommandFailure.usage("--without: needs --columnar");
    }
    Workspace workspace = Workspace.find();
    WeaveReport report =
        columnar
            ? TablesPath.of(workspace, spark).writePatch(workspace, Set.copyOf(without), output)
            : SparkPath.of(workspace, spark).writePatch(workspace, broken, output);
    if (verbose) {
      report.points().forEach(System.out::println);
    }
    Path jar = output.toAbsolutePath().normalize();
    System.out.println(
        report.points().size()
            + " points woven in "
            + report.classes().size()
            + " classes of Spark "
            + spark
            + ": "
            + Workspace.shown(output));
    if (!broken.isEmpty()) {
      broken.forEach(
          fault -> System.out.println("BROKEN on purpose, for tests: " + fault.description()));
      return ExitCode.AS_EXPECTED;
    }
    System.out.println("use: spark-submit --driver-class-path " + jar);
    System.out.println("       --conf spark.executor.extraClassPath=" + jar + " …");
    System.out.println("     (the jar has to be at that path on every executor's machine)");
    return ExitCode.AS_EXPECTED;
  }
}
