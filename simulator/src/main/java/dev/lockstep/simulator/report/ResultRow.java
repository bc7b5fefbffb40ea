package dev.lockstep.simulator.report;

import dev.lockstep.model.BlockKind;
import dev.lockstep.simulator.metrics.Metrics;
import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.run.SimulationResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a report has of one run: ratios and counts by name. The bound of a policy that knows the
 * future has only the ratios.
 *
 * @param workload name of the workload
 * @param policy name of the policy
 * @param fields numbers as text, by the name of a column; an absent one is unknown
 */
public record ResultRow(String workload, String policy, Map<String, String> fields) {
  /** The columns in order; the first few are what a table on a terminal shows. */
  public static final List<String> COLUMNS =
      List.of(
          "requests",
          "memory",
          "hitRatio",
          "hitRatioByUnits",
          "hitRatioByCost",
          "hitRatioNative",
          "hitRatioJvm",
          "inversions",
          "nativeShareOfReclaimed",
          "evictions",
          "releases",
          "releasesMostACall",
          "refused",
          "refusedThoughEvictable",
          "executionUnmet",
          "waits",
          "waitedMicros",
          "monitorMicros",
          "monitorMicrosMost",
          "copiedUnits",
          "overMemoryUnits");

  public ResultRow {
    fields = Map.copyOf(fields);
  }

  /** A run in so much memory. */
  public static ResultRow of(SimulationResult run, long memory) {
    Metrics metrics = run.metrics();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("requests", Long.toString(run.requests()));
    fields.put("memory", Long.toString(memory));
    ratio(fields, "hitRatio", metrics.total().hitRatio());
    ratio(fields, "hitRatioByUnits", metrics.total().hitRatioByUnits());
    ratio(fields, "hitRatioByCost", metrics.total().hitRatioByCost());
    ratio(fields, "hitRatioNative", metrics.of(BlockKind.NATIVE).hitRatio());
    ratio(
        fields,
        "hitRatioJvm",
        metrics.of(BlockKind.SERIALIZED).plus(metrics.of(BlockKind.DESERIALIZED)).hitRatio());
    ratio(fields, "nativeShareOfReclaimed", metrics.nativeShareOfReclaimed());
    count(fields, "inversions", metrics.inversions());
    count(fields, "evictions", metrics.total().evictions());
    count(fields, "releases", metrics.total().releases());
    count(fields, "releasesMostACall", metrics.releases().most());
    count(fields, "refused", metrics.total().noSpace());
    count(fields, "refusedThoughEvictable", metrics.refusedThoughEvictable());
    count(fields, "executionUnmet", metrics.execution().unmet());
    count(fields, "waits", run.waits().begun());
    count(fields, "waitedMicros", run.waits().micros());
    count(fields, "monitorMicros", metrics.monitor().micros());
    count(fields, "monitorMicrosMost", metrics.monitor().microsMost());
    count(fields, "copiedUnits", metrics.copiedUnits());
    long over = metrics.overMemoryUnits().values().stream().mapToLong(u -> u).max().orElse(0);
    count(fields, "overMemoryUnits", Math.max(0, over));
    return new ResultRow(run.workload(), run.policy(), fields);
  }

  /** What no policy can do better. */
  public static ResultRow of(
      String workload, OfflineBound.Bound bound, long requests, long memory) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("requests", Long.toString(requests));
    fields.put("memory", Long.toString(memory));
    ratio(fields, "hitRatio", ratio(bound.hits(), bound.reads()));
    ratio(fields, "hitRatioByUnits", ratio(bound.hitUnits(), bound.readUnits()));
    return new ResultRow(
        workload, OfflineBound.NAME + (bound.exact() ? " (optimum)" : " (bound)"), fields);
  }

  private static OptionalDouble ratio(long part, long all) {
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / all);
  }

  private static void ratio(Map<String, String> fields, String name, OptionalDouble ratio) {
    if (ratio.isPresent()) {
      fields.put(name, String.format(Locale.ROOT, "%.6f", ratio.getAsDouble()));
    }
  }

  private static void count(Map<String, String> fields, String name, long number) {
    fields.put(name, Long.toString(number));
  }

  /** A field as a number; empty if it is unknown. */
  public OptionalDouble number(String column) {
    String text = fields.get(column);
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }

  /** Rows as a table of comma-separated values with a header. */
  public static String csv(List<ResultRow> rows) {
    StringBuilder csv = new StringBuilder("workload,policy");
    COLUMNS.forEach(column -> csv.append(',').append(column));
    for (ResultRow row : rows) {
      csv.append('\n').append(quoted(row.workload)).append(',').append(quoted(row.policy));
      COLUMNS.forEach(column -> csv.append(',').append(row.fields.getOrDefault(column, "")));
    }
    return csv.append('\n').toString();
  }

  private static String quoted(String text) {
    return text.matches("[^\",\\n\\r]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Rows as lines for a terminal. */
  public static List<String> table(List<ResultRow> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-20s %-27s %9s %7s %7s %7s %7s %7s %7s %9s %8s %6s %8s %7s %6s %9s",
            "workload",
            "policy",
            "memory",
            "hit",
            "units",
            "cost",
            "native",
            "jvm",
            "native",
            "inverted",
            "refused",
            "idle",
            "unmet",
            "most",
            "over",
            "monitor"));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-20s %-27s %9s %7s %7s %7s %7s %7s %7s %9s %8s %6s %8s %7s %6s %9s",
            "",
            "",
            "",
            "ratio",
            "ratio",
            "ratio",
            "hits",
            "hits",
            "taken",
            "evictions",
            "puts",
            "though",
            "demands",
            "release",
            "memory",
            "ms"));
    rows.forEach(row -> lines.add(row.line()));
    return lines;
  }

  private String line() {
    return String.format(
        Locale.ROOT,
        "%-20s %-27s %9s %7s %7s %7s %7s %7s %7s %9s %8s %6s %8s %7s %6s %9s",
        workload,
        policy,
        whole("memory"),
        percent("hitRatio"),
        percent("hitRatioByUnits"),
        percent("hitRatioByCost"),
        percent("hitRatioNative"),
        percent("hitRatioJvm"),
        percent("nativeShareOfReclaimed"),
        whole("inversions"),
        whole("refused"),
        whole("refusedThoughEvictable"),
        whole("executionUnmet"),
        whole("releasesMostACall"),
        whole("overMemoryUnits"),
        number("monitorMicros").isEmpty()
            ? "-"
            : String.format(Locale.ROOT, "%.1f", number("monitorMicros").getAsDouble() / 1000));
  }

  private String percent(String column) {
    OptionalDouble ratio = number(column);
    return ratio.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f%%", 100 * ratio.getAsDouble());
  }

  private String whole(String column) {
    return fields.getOrDefault(column, "-");
  }
}
