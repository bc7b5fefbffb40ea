package dev.lockstep.simulator.report;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.simulator.metrics.Metrics;
import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.run.SimulationResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What a report has of one run: ratios and counts by name. The bound of a policy that knows the
 * future has only the ratios.
 *
 * @param workload name of the workload
 * @param policy name of the policy
 * @param fields numbers as text, by the name of a column; an absent one is unknown
 */
public record ResultRow(String workload, String policy, Map<String, String> fields) {
  /** A number of a run. */
  private record Column(String name, Function<Run, String> text) {}

  private record Run(SimulationResult result, long memory) {
    Metrics metrics() {
      return result.metrics();
    }
  }

  private static final List<Column> ALL =
      List.of(
          count("requests", run -> run.result().requests()),
          count("memory", Run::memory),
          ratio("hitRatio", run -> run.metrics().total().hitRatio()),
          ratio("hitRatioByUnits", run -> run.metrics().total().hitRatioByUnits()),
          ratio("hitRatioByCost", run -> run.metrics().total().hitRatioByCost()),
          ratio("hitRatioNative", run -> run.metrics().of(BlockKind.NATIVE).hitRatio()),
          ratio(
              "hitRatioJvm",
              run ->
                  run.metrics()
                      .of(BlockKind.SERIALIZED)
                      .plus(run.metrics().of(BlockKind.DESERIALIZED))
                      .hitRatio()),
          count("inversions", run -> run.metrics().inversions()),
          ratio("nativeShareOfReclaimed", run -> run.metrics().nativeShareOfReclaimed()),
          count("evictions", run -> run.metrics().total().evictions()),
          count("releases", run -> run.metrics().total().releases()),
          count("releasesMostACall", run -> run.metrics().releases().most()),
          count("refused", run -> run.metrics().total().noSpace()),
          count("refusedThoughEvictable", run -> run.metrics().refusedThoughEvictable()),
          count("executionUnmet", run -> run.metrics().execution().unmet()),
          count("waits", run -> run.result().waits().begun()),
          count("waitedMicros", run -> run.result().waits().micros()),
          count("monitorMicros", run -> run.metrics().monitor().micros()),
          count("monitorMicrosMost", run -> run.metrics().monitor().microsMost()),
          count("copiedUnits", run -> run.metrics().copiedUnits()),
          count("overMemoryUnits", run -> Math.max(0, most(run.metrics().overMemoryUnits()))));

  /** The columns in order. */
  public static final List<String> COLUMNS = ALL.stream().map(Column::name).toList();

  private static Column count(String name, ToLongFunction<Run> number) {
    return new Column(name, run -> Long.toString(number.applyAsLong(run)));
  }

  private static Column ratio(String name, Function<Run, OptionalDouble> ratio) {
    return new Column(name, run -> shown(ratio.apply(run)));
  }

  private static long most(Map<MemoryMode, Long> units) {
    return units.values().stream().mapToLong(u -> u).max().orElse(0);
  }

  /** A ratio as text, empty if it is unknown. */
  private static String shown(OptionalDouble ratio) {
    return ratio.isEmpty() ? "" : String.format(Locale.ROOT, "%.6f", ratio.getAsDouble());
  }

  public ResultRow {
    // In the order of the columns, which the JSON of a report has too.
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** A run in so much memory. */
  public static ResultRow of(SimulationResult result, long memory) {
    Run run = new Run(result, memory);
    Map<String, String> fields = new LinkedHashMap<>();
    ALL.forEach(column -> put(fields, column.name(), column.text().apply(run)));
    return new ResultRow(result.workload(), result.policy(), fields);
  }

  private static void put(Map<String, String> fields, String name, String text) {
    if (!text.isEmpty()) {
      fields.put(name, text);
    }
  }

  /** What no policy can do better. */
  public static ResultRow of(
      String workload, OfflineBound.Bound bound, long requests, long memory) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("requests", Long.toString(requests));
    fields.put("memory", Long.toString(memory));
    put(fields, "hitRatio", shown(ratio(bound.hits(), bound.reads())));
    put(fields, "hitRatioByUnits", shown(ratio(bound.hitUnits(), bound.readUnits())));
    return new ResultRow(
        workload, OfflineBound.NAME + (bound.exact() ? " (optimum)" : " (bound)"), fields);
  }

  private static OptionalDouble ratio(long part, long all) {
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / all);
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
