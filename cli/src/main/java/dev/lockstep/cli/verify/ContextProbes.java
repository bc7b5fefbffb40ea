package dev.lockstep.cli.verify;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.context.launch.ContextRun;
import dev.lockstep.spark.context.launch.ContextRunException;
import dev.lockstep.spark.context.launch.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
        Path folder =
            workspace
                .build()
                .resolve("context")
                .resolve(spark.name().replaceAll("[^A-Za-z0-9.]+", "_"))
                .resolve(master.replaceAll("\\[.*", ""));
        results.addAll(
            ContextRun.run(
                    classPath,
                    master,
                    folder,
                    LIMIT,
                    line -> progress.to(Math.min(PROBES, done.incrementAndGet())))
                .results());
      }
    } catch (ContextRunException e) {
      throw CommandFailure.outside("Spark " + spark.name() + ": " + e.getMessage());
    }
    return results;
  }
}
