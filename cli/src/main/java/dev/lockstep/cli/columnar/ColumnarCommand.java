package dev.lockstep.cli.columnar;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.TablesPath;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.context.launch.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep columnar}: S1 to S8 on real Spark SQL. */
@Command(
    name = "columnar",
    mixinStandardHelpOptions = true,
    description =
        "Caches tables in native memory, in real sessions of Spark SQL, and checks the rules S1 to"
            + " S8: levels, ids, space, reads, what is gone, what attempts leave, pruning,"
            + " progress; faults of a cluster; the 22 queries of TPC-H.",
    footer = {
      "",
      "Released payloads are overwritten, so that a late reader reads nonsense. Logs of",
      "a run in which a check failed stay in build/tables.",
      "Exit code: 0 all as expected, 1 a check failed, 2 wrong usage, 3 something outside",
      "failed (a download, a JVM that died, the time limit)."
    })
public final class ColumnarCommand implements Callable<Integer> {
  /** The parts of the checks. */
  enum Part {
    RULES,
    FAULTS,
    TPCH
  }

  @Option(
      names = "--spark",
      paramLabel = "VERSION",
      split = ",",
      description = "Versions, with commas between them (default: ${DEFAULT-VALUE}).")
  private List<String> versions = List.of(SparkVersions.BUILT);

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description = "May be given twice (default: local[2] and local-cluster[2,1,1024]).")
  private List<String> masters = List.of("local[2]", "local-cluster[2,1,1024]");

  @Option(
      names = "--part",
      paramLabel = "PART",
      split = ",",
      description = "${COMPLETION-CANDIDATES}, with commas between them (default: all).")
  private List<Part> parts = List.of(Part.values());

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      defaultValue = "",
      description = "Of the part RULES only the checks of this rule, such as S5.")
  private String rule = "";

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      defaultValue = "0.1",
      description = "Scale factor of TPC-H (default: ${DEFAULT-VALUE}).")
  private double scale = 0.1;

  @Option(
      names = "--limit",
      paramLabel = "MINUTES",
      defaultValue = "30",
      description =
          "How long a run on one master may take before it is killed (default: ${DEFAULT-VALUE}).")
  private int limitMinutes = 30;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limitMinutes < 1) {
      throw CommandFailure.usage("--limit must be at least 1, was " + limitMinutes);
    }
    if (!(scale >= 0.01 && scale <= 10)) {
      throw CommandFailure.usage("--scale must be from 0.01 to 10, was " + scale);
    }
    if (!rule.matches("|S[1-8]")) {
      throw CommandFailure.usage("--rule must be one of S1 to S8, was " + rule);
    }
    Workspace workspace = Workspace.find();
    List<TablesPath> sparks =
        new LinkedHashSet<>(versions)
            .stream().map(version -> TablesPath.of(workspace, version)).toList();
    List<String> arguments = new ArrayList<>();
    for (Part part : new LinkedHashSet<>(parts)) {
      String name = part.name().toLowerCase(Locale.ROOT);
      arguments.add(part == Part.TPCH ? name + ":" + scale : name);
    }
    if (!rule.isEmpty()) {
      arguments.add("rule=" + rule);
    }
    TableRun run = new TableRun(workspace, Duration.ofMinutes(limitMinutes));
    Map<String, List<Result>> results = new LinkedHashMap<>();
    for (TablesPath spark : sparks) {
      List<Result> ofVersion = new ArrayList<>();
      for (String master : masters) {
        result.say("Spark " + spark.version() + ", " + master);
        run.run(spark, master, arguments, line -> {}).stream()
            .peek(found -> result.say(line(found)))
            .forEach(ofVersion::add);
      }
      results.put(spark.version(), ofVersion);
    }
    result.write(json(results));
    List<Result> all = results.values().stream().flatMap(List::stream).toList();
    long failed = all.stream().filter(found -> !found.passed()).count();
    result.say(
        failed == 0
            ? "all as expected: " + all.size() + " checks"
            : "NOT as expected: " + failed + " of " + all.size() + " checks failed");
    return failed == 0 && !all.isEmpty() ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  static String line(Result found) {
    return String.format(
        Locale.ROOT,
        "  %-3s %-6s %s: %s",
        found.rule(),
        found.passed() ? "ok" : "FAILED",
        found.probe(),
        found.detail());
  }

  private static Map<String, Object> json(Map<String, List<Result>> results) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(
        "asExpected", results.values().stream().allMatch(r -> r.stream().allMatch(Result::passed)));
    json.put("checks", results);
    return json;
  }
}
