package dev.lockstep.cli.bench;

import dev.lockstep.bench.RatioInterval;
import dev.lockstep.spark.tables.measures.Contender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columnar cache and its peers as lines for a person and as objects for a program. */
final class ColumnarTable {
  private static final double MILLION = 1e6;
  private static final double MEBIBYTE = 1 << 20;

  private ColumnarTable() {}

  static List<String> lines(List<ColumnarComparison> comparisons, List<ColumnarMemory> memory) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-26s %10s   %-7s %-18s %s",
            "M rows a CPU second",
            "median",
            "native",
            "by it, 95%",
            "verdict"));
    for (ColumnarComparison comparison : comparisons) {
      lines.add("");
      lines.add(comparison.title());
      comparison.lines().forEach(line -> lines.add(line(line)));
    }
    lines.add("");
    lines.add("MiB held, in the JVM and outside");
    memory.forEach(table -> lines.add(line(table)));
    lines.add("");
    lines.add("native, cached again from its own columns");
    memory.forEach(table -> lines.add(again(table)));
    return lines;
  }

  private static String line(ColumnarComparison.Line line) {
    RatioInterval interval = line.nativeBy();
    String start =
        String.format(
            Locale.ROOT, "  %-24s %10.2f", line.contender().label(), line.median() / MILLION);
    if (interval == null) {
      return start;
    }
    String verdict =
        line.isJudged()
            ? String.format(
                Locale.ROOT,
                line.asExpected()
                    ? "ok (includes or exceeds %.1f)"
                    : "TOO SLOW (wholly below %.1f)",
                line.bar())
            : "";
    return String.format(
            Locale.ROOT,
            "%s   %-7.2f [%.2f, %.2f]%s  %s",
            start,
            interval.ratio(),
            interval.low(),
            interval.high(),
            " "
                .repeat(
                    Math.max(
                        0,
                        8
                            - String.format(
                                    Locale.ROOT, "%.2f%.2f", interval.low(), interval.high())
                                .length())),
            verdict)
        .stripTrailing();
  }

  private static String line(ColumnarMemory table) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "  %-12s", table.table().label()));
    for (Contender contender : Contender.values()) {
      if (table.bytes().containsKey(contender)) {
        line.append(
            String.format(
                Locale.ROOT, "%s %.1f, ", copy(contender), table.of(contender) / MEBIBYTE));
      }
    }
    return line
        + String.format(
            Locale.ROOT,
            "native by IPC %.2f: %s",
            table.byPeer(),
            table.byPeer() <= ColumnarMemory.BAR ? "ok" : "TOO MUCH");
  }

  /** A copy is read in several ways. */
  private static String copy(Contender contender) {
    return switch (contender) {
      case NATIVE -> "native";
      case IPC_COLUMNS -> "IPC";
      default -> contender.label();
    };
  }

  private static String again(ColumnarMemory table) {
    return String.format(
        Locale.ROOT,
        "  %-12s%d bytes allocated: %s, %.1f M rows a CPU second",
        table.table().label(),
        table.againBytes(),
        table.againBytes() == 0 ? "no copy, ok" : "COPIED",
        table.againPerSecond() / MILLION);
  }

  static Map<String, Object> json(ColumnarComparison comparison) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("what", comparison.query() == null ? "cache" : "read");
    json.put("table", comparison.table().label());
    json.put("query", comparison.query() == null ? "" : comparison.query().label());
    json.put("contenders", comparison.lines().stream().map(ColumnarTable::json).toList());
    json.put(Speeds.AS_EXPECTED, comparison.asExpected());
    return json;
  }

  private static Map<String, Object> json(ColumnarComparison.Line line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", line.contender().label());
    json.put("rowsPerCpuSecond", Math.round(line.median()));
    RatioInterval interval = line.nativeBy();
    if (interval != null) {
      json.put("ratio", StoreTable.thousandths(interval.ratio()));
      json.put("low", StoreTable.thousandths(interval.low()));
      json.put("high", StoreTable.thousandths(interval.high()));
    }
    if (line.isJudged()) {
      json.put("bar", line.bar());
      json.put(Speeds.AS_EXPECTED, line.asExpected());
    }
    return json;
  }

  static Map<String, Object> json(ColumnarMemory table) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", table.table().label());
    Map<String, Object> bytes = new LinkedHashMap<>();
    for (Contender contender : Contender.values()) {
      if (table.bytes().containsKey(contender)) {
        bytes.put(copy(contender), table.of(contender));
      }
    }
    json.put("bytes", bytes);
    json.put("nativeByIpc", StoreTable.thousandths(table.byPeer()));
    json.put("bar", ColumnarMemory.BAR);
    json.put("againBytes", table.againBytes());
    json.put("againRowsPerCpuSecond", Math.round(table.againPerSecond()));
    json.put(Speeds.AS_EXPECTED, table.asExpected());
    return json;
  }
}
