package dev.lockstep.cli.bench;

import dev.lockstep.bench.RatioInterval;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.TablesPath;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.io.ScratchFolder;
import dev.lockstep.spark.context.launch.ContextRun;
import dev.lockstep.spark.context.launch.ContextRunException;
import dev.lockstep.spark.context.launch.Program;
import dev.lockstep.spark.tables.measures.Measure;
import dev.lockstep.spark.tables.measures.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The columnar cache against Spark's own and against Arrow IPC bytes, in one JVM. */
final class ColumnarSpeeds implements Speeds {
  private static final String MAIN = "dev.lockstep.spark.tables.bench.ColumnarSpeeds";

  /** One task at a time: two would share a core's units on most machines. */
  private static final String MASTER = "local[1]";

  /** After the launcher's own: speeds are those of the second compiler. */
  private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=4", "-Xmx5g");

  private static final Duration LIMIT = Duration.ofHours(6);

  /** Rounds that warm up, as the program has them: of a table's caching and reading together. */
  private static final int WARM_UP_ROUNDS = 7;

  /**
   * What is measured.
   *
   * @param scale of TPC-H's lineitem
   * @param rows of the other tables
   * @param rounds that count
   * @param only names of queries; empty for all
   */
  record Plan(double scale, long rows, int rounds, List<String> only) {
    static final Plan DEFAULT = new Plan(0.3, 3_000_000, 9, List.of());

    List<Query> queries() {
      return Arrays.stream(Query.values())
          .filter(query -> only.isEmpty() || only.contains(name(query)))
          .toList();
    }

    /** {@code one-int}. */
    static String name(Query query) {
      return query.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Plan plan;

  ColumnarSpeeds(Plan plan) {
    this.plan = plan;
  }

  @Override
  public void check() {
    if (plan.rounds() < RatioInterval.RATIOS_MIN) {
      throw CommandFailure.usage(
          "--rounds must be at least " + RatioInterval.RATIOS_MIN + ", was " + plan.rounds());
    }
    if (!(plan.scale() > 0 && plan.scale() <= 1)) {
      throw CommandFailure.usage("--scale must be above 0 and at most 1, was " + plan.scale());
    }
    if (plan.rows() < 1) {
      throw CommandFailure.usage("--rows must be at least 1, was " + plan.rows());
    }
    List<String> known = Arrays.stream(Query.values()).map(Plan::name).toList();
    for (String name : plan.only()) {
      if (!known.contains(name)) {
        throw CommandFailure.usage("--only: no " + name + " among " + String.join(", ", known));
      }
    }
  }

  @Override
  public Map<String, Object> measure(ResultOption result) throws IOException, InterruptedException {
    List<Measure> measures = run(Workspace.find());
    List<ColumnarComparison> comparisons = ColumnarComparison.all(measures);
    List<ColumnarMemory> memory = ColumnarMemory.all(measures);
    ColumnarTable.lines(comparisons, memory).forEach(result::say);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scale", plan.scale());
    json.put("rows", plan.rows());
    json.put("rounds", plan.rounds());
    json.put("comparisons", comparisons.stream().map(ColumnarTable::json).toList());
    json.put("memory", memory.stream().map(ColumnarTable::json).toList());
    json.put(
        AS_EXPECTED,
        comparisons.stream().allMatch(ColumnarComparison::asExpected)
            && memory.stream().allMatch(ColumnarMemory::asExpected));
    return json;
  }

  /** In a JVM of its own; its folder stays if it does not come to its end. */
  private List<Measure> run(Workspace workspace) throws IOException, InterruptedException {
    List<Path> classPath = TablesPath.of(workspace, SparkVersions.BUILT).all();
    List<String> arguments = new ArrayList<>();
    arguments.add(Double.toString(plan.scale()));
    arguments.add(Long.toString(plan.rows()));
    arguments.add(Integer.toString(plan.rounds()));
    plan.queries().forEach(query -> arguments.add(query.name()));
    long tables = plan.queries().stream().map(Query::table).distinct().count();
    long steps = tables * (2L * plan.rounds() + WARM_UP_ROUNDS);
    ScratchFolder folder = ScratchFolder.in(workspace.build().resolve("bench"), "columnar-");
    AtomicInteger done = new AtomicInteger();
    boolean ended = false;
    try (Progress progress = new Progress("rounds", steps)) {
      ContextRun.run(
          new Program(MAIN, JVM, arguments),
          classPath,
          MASTER,
          folder.path(),
          LIMIT,
          line -> progress.to(Math.min(steps, done.incrementAndGet())));
      List<Measure> measures = Measure.read(folder.path());
      ended = true;
      return measures;
    } catch (ContextRunException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    } finally {
      if (ended) {
        folder.close();
      } else {
        folder.keep();
      }
    }
  }
}
