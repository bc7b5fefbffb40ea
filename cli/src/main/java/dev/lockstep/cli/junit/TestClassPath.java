package dev.lockstep.cli.junit;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.faults.StoreFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the tests are compiled and run with: a patch, sound or broken, Spark, Lockstep, JUnit. */
final class TestClassPath {
  private final Workspace workspace;
  private final SparkPath spark;

  TestClassPath(Workspace workspace, String spark) {
    this.workspace = workspace;
    this.spark = SparkPath.of(workspace, spark);
  }

  /** A Spark that is not patched: for traces without native blocks. */
  List<Path> stock() {
    List<Path> path = new ArrayList<>(List.of(spark.core()));
    path.addAll(spark.others());
    path.addAll(junit());
    return path;
  }

  /**
   * The patched Spark; a jar that has to be made for it stays in {@code build/junit}.
   *
   * @param faults deliberate ones, to put in
   */
  List<Path> patched(List<StoreFault> faults) {
    List<Path> path = new ArrayList<>();
    if (!faults.isEmpty() || !spark.name().equals(SparkVersions.BUILT)) {
      path.add(made(faults));
    }
    path.add(SparkPath.patch(workspace));
    path.addAll(SparkPath.lockLevel(workspace));
    path.add(spark.core());
    path.addAll(spark.others());
    path.addAll(junit());
    return path;
  }

  private Path made(List<StoreFault> faults) {
    StringBuilder name = new StringBuilder("lockstep-native-blocks-");
    name.append(spark.name().replaceAll("[^A-Za-z0-9.]+", "-"));
    faults.forEach(fault -> name.append("-BROKEN-").append(fault.faultName()));
    Path jar = workspace.build().resolve("junit").resolve(name + ".jar");
    spark.writePatch(workspace, faults, jar);
    return jar;
  }

  /** JUnit with its console launcher, in one jar that the build puts there. */
  private List<Path> junit() {
    Path folder = workspace.home().resolve("cli/target/junit");
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw CommandFailure.outside("no JUnit in " + folder + ": run 'make build'");
    }
  }
}
