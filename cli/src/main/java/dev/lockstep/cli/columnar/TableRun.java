package dev.lockstep.cli.columnar;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.TablesPath;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.io.ScratchFolder;
import dev.lockstep.spark.context.launch.ContextRun;
import dev.lockstep.spark.context.launch.ContextRunException;
import dev.lockstep.spark.context.launch.Program;
import dev.lockstep.spark.context.launch.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs parts of the checks on one version and one master, in JVMs of their own. */
public final class TableRun {
  private static final String MAIN = "dev.lockstep.spark.tables.TableChecks";

  /** Payloads are overwritten when they are freed, so that a late reader reads nonsense. */
  private static final String POISON = "-Dlockstep.arrow.poison=true";

  /** About as many as there are; it is only for the progress line. */
  private static final int CHECKS = 25;

  private final Workspace workspace;
  private final Duration limit;

  /**
   * @param limit for a run on one master
   */
  public TableRun(Workspace workspace, Duration limit) {
    this.workspace = workspace;
    this.limit = limit;
  }

  /**
   * Runs parts of the checks.
   *
   * @param arguments the parts, and settings of theirs ({@code rule=S5})
   * @param ended told a line for each check that has ended
   * @throws CommandFailure if the run does not come to its end
   */
  public List<Result> run(
      TablesPath spark, String master, List<String> arguments, Consumer<String> ended)
      throws IOException, InterruptedException {
    String name = spark.version() + "-" + master.replaceAll("\\[.*", "") + "-";
    ScratchFolder folder = ScratchFolder.in(workspace.build().resolve("tables"), name);
    String data = "-Dlockstep.tpch=" + workspace.build().resolve("tpch");
    AtomicInteger done = new AtomicInteger();
    boolean passed = false;
    try (Progress progress = new Progress("tables " + spark.version() + " " + master, CHECKS)) {
      List<Result> results =
          ContextRun.run(
                  new Program(MAIN, List.of("-Xmx2g", POISON, data), arguments),
                  spark.all(),
                  master,
                  folder.path(),
                  limit,
                  line -> {
                    progress.to(Math.min(CHECKS, done.incrementAndGet()));
                    ended.accept(line);
                  })
              .results();
      passed = results.stream().allMatch(Result::passed);
      return results;
    } catch (ContextRunException e) {
      throw CommandFailure.outside("Spark " + spark.version() + ": " + e.getMessage());
    } finally {
      if (passed) {
        folder.close();
      } else {
        folder.keep();
      }
    }
  }
}
