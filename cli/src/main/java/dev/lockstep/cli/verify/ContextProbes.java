package dev.lockstep.cli.verify;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.io.ScratchFolder;
import dev.lockstep.spark.context.launch.ContextRun;
import dev.lockstep.spark.context.launch.ContextRunException;
import dev.lockstep.spark.context.launch.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The rules in a real SparkContext, in one JVM and on a cluster of JVMs on this machine. */
final class ContextProbes {
  private static final List<String> MASTERS = List.of("local[2]", "local-cluster[2,1,1024]");

  /** Of one master. A run takes about half a minute on two cores that have nothing else to do. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** About as many as there are on all masters; it is only for the progress line. */
  private static final int PROBES = 90;

  private final Workspace workspace;

  ContextProbes(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Runs all probes on all masters.
   *
   * @throws CommandFailure if a run does not come to its end
   */
  List<Result> run(SparkPath spark) throws IOException, InterruptedException {
    List<Path> classPath = spark.patched(workspace);
    List<Result> results = new ArrayList<>();
    AtomicInteger done = new AtomicInteger();
    try (Progress progress = new Progress("context " + spark.name(), PROBES)) {
      for (String master : MASTERS) {
        results.addAll(
            run(
                classPath,
                spark.name().replaceAll("[^A-Za-z0-9.]+", "_"),
                master,
                line -> progress.to(Math.min(PROBES, done.incrementAndGet()))));
      }
    } catch (ContextRunException e) {
      throw CommandFailure.outside("Spark " + spark.name() + ": " + e.getMessage());
    }
    return results;
  }

  /** In a folder of its own, as another run may be at it; it stays if something is wrong. */
  private List<Result> run(
      List<Path> classPath, String version, String master, Consumer<String> progress)
      throws IOException, InterruptedException {
    String prefix = version + "-" + master.replaceAll("\\[.*", "") + "-";
    ScratchFolder folder = ScratchFolder.in(workspace.build().resolve("context"), prefix);
    boolean passed = false;
    try {
      List<Result> results =
          ContextRun.run(classPath, master, folder.path(), LIMIT, progress).results();
      passed = results.stream().allMatch(Result::passed);
      return results;
    } finally {
      if (passed) {
        folder.close();
      } else {
        folder.keep();
      }
    }
  }
}
