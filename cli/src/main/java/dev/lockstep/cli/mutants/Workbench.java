package dev.lockstep.cli.mutants;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.io.WholeFile;
import dev.lockstep.spark.fetch.FetchException;
import dev.lockstep.spark.fetch.SparkJars;
import dev.lockstep.spark.mutants.HarnessVersion;
import dev.lockstep.spark.mutants.WorkerKind;
import dev.lockstep.spark.suites.SparkSuite;
import dev.lockstep.spark.suites.SuiteClassPath;
import dev.lockstep.spark.suites.SuiteModule;
import dev.lockstep.traces.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What workers are started with, and where they leave their files. */
final class Workbench {
  private static final String TESTS = "spark/patch/target/test-classes";

  private final Workspace workspace;
  private final SparkPath spark;
  private final List<Path> patched;
  private final List<Path> libraries;

  Workbench(Workspace workspace) {
    this.workspace = workspace;
    this.spark = SparkPath.of(workspace, SparkVersions.BUILT);
    this.patched = spark.patched(workspace);
    this.libraries = jarsIn(workspace.home().resolve("cli/target/lib"));
  }

  /** The class path of the patched store. */
  List<Path> patched() {
    return patched;
  }

  /** The published jars alone. */
  List<Path> stock() {
    return List.of(spark.core());
  }

  Path folder() {
    return workspace.build().resolve("mutants");
  }

  private Path library(String name) {
    return libraries.stream()
        .filter(jar -> jar.getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow(() -> CommandFailure.outside("no " + name + ": run 'make build'"));
  }

  /** A name for the checks of the harness as they are now. */
  String harnessVersion() throws IOException {
    HarnessVersion version = new HarnessVersion();
    for (String ours :
        List.of("model", "traces", "spark-schedule", "spark-replay", "spark-threads")) {
      version.jar(library("lockstep-" + ours + "-"), "dev/lockstep/");
    }
    version.jar(library("lockstep-spark-mutants-"), "dev/lockstep/spark/mutants/worker/");
    version.folder(workspace.spec(), ".cfg");
    for (Trace.Origin origin : Trace.Origin.values()) {
      Path folder = workspace.traces().resolve(origin.name().toLowerCase(Locale.ROOT));
      if (Files.isDirectory(folder)) {
        version.folder(folder, ".json");
      }
    }
    return version.jar(SparkPath.patch(workspace), "").name();
  }

  /** A name for our tests as they are now. */
  String testsVersion() throws IOException {
    return new HarnessVersion()
        .folder(workspace.home().resolve(TESTS).resolve("org"), ".class")
        .jar(SparkPath.patch(workspace), "")
        .name();
  }

  /** A name for each of our test classes. */
  Map<String, String> testClasses() throws IOException {
    return HarnessVersion.classes(workspace.home().resolve(TESTS).resolve("org"));
  }

  /** A name for what Spark's suites run on. */
  String suitesVersion() throws IOException {
    return new HarnessVersion().jar(SparkPath.patch(workspace), "").name();
  }

  /** Workers with the harness's checks. */
  WorkerKind harness(Path folder) throws IOException {
    return harness(folder, workspace.spec(), workspace.traces());
  }

  /** The same with other configs and traces. */
  WorkerKind harness(Path folder, Path spec, Path traces) throws IOException {
    Path pathFile = folder.resolve("spark.path");
    WholeFile.write(
        pathFile,
        String.join("\n", patched.stream().map(p -> p.toAbsolutePath().toString()).toList()));
    return new WorkerKind(
        "harness",
        agent(),
        libraries,
        List.of(
            spec.toAbsolutePath().toString(),
            traces.toAbsolutePath().toString(),
            folder.resolve("walks").toAbsolutePath().toString(),
            pathFile.toAbsolutePath().toString()));
  }

  /** Workers with our own tests of the patch. */
  WorkerKind tests() {
    Path classes = workspace.home().resolve(TESTS);
    Path junit = workspace.home().resolve("spark/mutants/target/junit");
    if (!Files.isDirectory(classes) || !Files.isDirectory(junit)) {
      throw CommandFailure.outside("no " + classes + " or " + junit + ": run 'make build'");
    }
    List<Path> path = new ArrayList<>();
    path.add(classes);
    path.addAll(patched);
    path.addAll(jarsIn(junit));
    path.add(agent());
    return new WorkerKind("junit", agent(), path, List.of(classes.toAbsolutePath().toString()));
  }

  /** Workers with the tests of Spark's own suites. */
  WorkerKind suites() {
    try (Progress progress = new Progress("fetch Spark's tests, MB", -1);
        SparkJars jars = SparkJars.open(bytes -> progress.to(bytes / 1_000_000))) {
      List<Path> path = new ArrayList<>();
      path.add(SparkPath.patch(workspace));
      path.addAll(SuiteClassPath.fetch(jars, SparkVersions.BUILT, SuiteModule.CORE).jars());
      for (String ours : List.of("lockstep-spark-replay-", "lockstep-spark-mutants-", "asm-")) {
        libraries.stream()
            .filter(jar -> jar.getFileName().toString().startsWith(ours))
            .forEach(path::add);
      }
      return new WorkerKind(
          "suites",
          agent(),
          path,
          SuiteModule.CORE.suites().stream().map(SparkSuite::className).toList());
    } catch (FetchException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
  }

  private Path agent() {
    return library("lockstep-spark-mutants-");
  }

  private static List<Path> jarsIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.outside("no " + folder + ": run 'make build'");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw CommandFailure.outside("can't list " + folder + ": " + e.getMessage());
    }
  }
}
