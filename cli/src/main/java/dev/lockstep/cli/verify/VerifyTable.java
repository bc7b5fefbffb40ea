package dev.lockstep.cli.verify;

import dev.lockstep.spark.context.launch.Result;
import dev.lockstep.traces.CoverReplay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The outcome of {@code verify} as lines for a person and as an object for a program. */
final class VerifyTable {
  /** Widths of a version's column: the first has the numbers, the others mostly say "same". */
  private static final int FIRST_CELL = 32;

  private static final int OTHER_CELL = 10;

  private VerifyTable() {}

  static List<String> lines(Verdicts v) {
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            v,
            "specs",
            "%,d of %,d configs as expected%s, %,d states, %,d edges",
            v.specs().stream().filter(s -> s.check().asExpected()).count(),
            v.specs().size(),
            v.leftOut().isEmpty() ? "" : " (" + v.leftOut().size() + " left to check --all)",
            v.specs().stream().mapToLong(s -> s.check().states()).sum(),
            v.specs().stream().mapToLong(s -> s.check().edges()).sum()));
    v.specs().stream()
        .map(Verdicts.SpecVerdict::check)
        .filter(check -> !check.asExpected())
        .forEach(check -> lines.add("  " + check.config().name() + ": " + check.complaint()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-12s %,d of %,d graphs equal both ways%s",
            SpecRuns.EQUALITY,
            v.equalities().stream().filter(Verdicts.Equality::equal).count(),
            v.equalities().size(),
            v.reused(SpecRuns.EQUALITY)));
    v.equalities()
        .forEach(e -> e.difference().forEach(d -> lines.add("  " + e.config() + ": " + d)));
    lines.add(
        line(
            v,
            "replay",
            "%,d of %,d transitions on the real stores, %,d refusals, %,d divergences",
            sum(v, OnSpark::covers, r -> r.replayed()),
            sum(v, OnSpark::covers, r -> r.edges()),
            sum(v, OnSpark::covers, r -> r.refusals()),
            sum(v, OnSpark::covers, r -> r.divergences().size())));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-12s %,d of %,d transitions on unpatched stores, %,d divergences%s",
            "stock",
            sum(v, OnSpark::stock, r -> r.replayed()),
            sum(v, OnSpark::stock, r -> r.edges()),
            sum(v, OnSpark::stock, r -> r.divergences().size()),
            v.reused("stock")));
    for (OnSpark spark : v.spark()) {
      addDivergences(lines, spark.version(), spark.covers());
      addDivergences(lines, spark.version() + " (stock)", spark.stock());
    }
    v.spark().forEach(spark -> addRuns(lines, v, spark));
    lines.add("");
    StringBuilder header =
        new StringBuilder(
            String.format(
                Locale.ROOT, "%-36s %-38s %-10s", "rule", "proved in the spec", "model=TLC"));
    for (int i = 0; i < v.spark().size(); i++) {
      header.append(
          String.format(
              Locale.ROOT,
              " %-" + (i == 0 ? FIRST_CELL : OTHER_CELL) + "s",
              (i == 0 ? "Spark " : "") + v.spark().get(i).version()));
    }
    for (String version : v.notAsked()) {
      header.append(String.format(Locale.ROOT, " %-" + OTHER_CELL + "s", version));
    }
    lines.add(header.append(" random     probes").toString());
    for (Verdicts.Row row : v.rows()) {
      lines.add(row(row, v.notAsked().size()));
    }
    return lines;
  }

  private static void addDivergences(List<String> lines, String where, List<OnSpark.Cover> covers) {
    covers.forEach(
        c ->
            c.report()
                .divergences()
                .forEach(
                    d -> lines.add("  " + c.config() + " on " + where + ": " + d.divergence())));
  }

  private static void addRuns(List<String> lines, Verdicts v, OnSpark spark) {
    lines.add(
        line(
            v,
            "corpus " + spark.version(),
            "%,d traces, %,d replays, %,d not as expected",
            spark.corpus().traces(),
            spark.corpus().replays(),
            spark.corpus().complaints().size()));
    spark.corpus().complaints().forEach(complaint -> lines.add("  " + complaint));
    lines.add(
        line(
            v,
            "threads " + spark.version(),
            "%,d of %,d transitions of %d lock-level configs led, %,d waits, %d counterexamples,"
                + " %,d divergences",
            spark.led().replayed(),
            spark.led().edges(),
            spark.led().configs(),
            spark.led().waits(),
            spark.led().traces(),
            spark.led().complaints().size()));
    spark.led().complaints().forEach(complaint -> lines.add("  " + complaint));
    lines.add(
        line(
            v,
            "random " + spark.version(),
            "%,d sequences, %,d calls, %d divergences",
            spark.random().sequences(),
            spark.random().calls(),
            spark.random().found().isPresent() ? 1 : 0));
    lines.add(
        line(
            v,
            "context " + spark.version(),
            "%,d probes in a SparkContext (%s), %,d failed",
            ofContext(spark).size(),
            String.join(", ", ofContext(spark).stream().map(Result::master).distinct().toList()),
            ofContext(spark).stream().filter(p -> !p.passed()).count()));
    lines.add(
        line(
            v,
            "tables " + spark.version(),
            "%,d checks of cached tables in Spark SQL (%s), %,d failed",
            ofTables(spark).size(),
            String.join(", ", ofTables(spark).stream().map(Result::master).distinct().toList()),
            ofTables(spark).stream().filter(p -> !p.passed()).count()));
    spark.probes().stream()
        .filter(p -> !p.passed())
        .forEach(
            p ->
                lines.add(
                    "  " + p.rule() + " " + p.probe() + " on " + p.master() + ": " + p.detail()));
  }

  private static List<Result> ofTables(OnSpark spark) {
    return spark.probes().stream().filter(p -> Rules.isOfTables(p.rule())).toList();
  }

  private static List<Result> ofContext(OnSpark spark) {
    return spark.probes().stream().filter(p -> !Rules.isOfTables(p.rule())).toList();
  }

  private static String row(Verdicts.Row row, int notAsked) {
    String proved =
        row.configs() == 0
            ? row.proved()
            : String.format(
                Locale.ROOT,
                "%s  %d configs, %,d / %,d",
                row.proved(),
                row.configs(),
                row.states(),
                row.edges());
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-4s%-32s %-38s %-10s",
                row.rule(),
                row.title(),
                proved,
                row.equal()));
    List<String> cells = cells(row);
    for (int i = 0; i < cells.size(); i++) {
      line.append(
          String.format(
              Locale.ROOT, " %-" + (i == 0 ? FIRST_CELL : OTHER_CELL) + "s", cells.get(i)));
    }
    for (int i = 0; i < notAsked; i++) {
      line.append(String.format(Locale.ROOT, " %-" + OTHER_CELL + "s", "not asked"));
    }
    long cases = row.spark().stream().mapToLong(OnSpark.Cell::cases).sum();
    long probes = row.spark().stream().mapToLong(OnSpark.Cell::probes).sum();
    return line.append(
            String.format(
                Locale.ROOT,
                " %-10s %s",
                number(cases, Rules.outsideTheRandomRun(row.rule())),
                number(probes, Rules.outsideTheContext(row.rule()))))
        .append(row.broken() ? "   <-- BROKEN" : "")
        .toString();
  }

  private static String number(long value, boolean outside) {
    return outside ? "-" : String.format(Locale.ROOT, "%,d", value);
  }

  /** What each version did, as the columns of a row. */
  static List<String> cells(Verdicts.Row row) {
    return row.spark().stream()
        .map(c -> c.equals(row.spark().get(0)) ? counts(c) : counts(c, row.spark().get(0)))
        .toList();
  }

  /** Calls and refusals; for R14, calls on the two stores. */
  private static String counts(OnSpark.Cell cell) {
    if (!cell.verdict().equals(OnSpark.Cell.CONFORMS)) {
      return cell.verdict();
    } else if (cell.calls() == 0) {
      return String.format(Locale.ROOT, "%,d checks", cell.probes());
    }
    return cell.stockCalls() > 0
        ? String.format(
            Locale.ROOT,
            "%,d stock, %,d patched",
            cell.stockCalls(),
            cell.calls() - cell.stockCalls())
        : String.format(Locale.ROOT, "%,d + %,d", cell.calls() - cell.refusals(), cell.refusals());
  }

  private static String counts(OnSpark.Cell cell, OnSpark.Cell first) {
    return cell.conforms() && cell.same(first) ? "same" : counts(cell);
  }

  private static String line(Verdicts v, String part, String format, Object... arguments) {
    return String.format(
        Locale.ROOT,
        "%-12s %-86s %6.1f s",
        part,
        String.format(Locale.ROOT, format, arguments) + v.reused(part),
        v.seconds(part));
  }

  private static long sum(
      Verdicts v,
      Function<OnSpark, List<OnSpark.Cover>> covers,
      ToLongFunction<CoverReplay.Report> value) {
    return v.spark().stream()
        .flatMap(spark -> covers.apply(spark).stream())
        .mapToLong(cover -> value.applyAsLong(cover.report()))
        .sum();
  }

  static Map<String, Object> json(Verdicts v, long seed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("asExpected", v.asExpected());
    json.put("seed", seed);
    json.put("times", v.times());
    json.put("kept", v.reuse());
    json.put("notAsked", v.notAsked());
    json.put("specs", v.specs().stream().map(s -> s.check().row()).toList());
    json.put("leftOut", v.leftOut());
    json.put("equalities", v.equalities());
    List<Map<String, Object>> sparks = new ArrayList<>();
    for (OnSpark spark : v.spark()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("version", spark.version());
      row.put("asExpected", spark.asExpected());
      row.put("covers", spark.covers().stream().map(VerifyTable::json).toList());
      row.put("stock", spark.stock().stream().map(VerifyTable::json).toList());
      row.put("corpus", spark.corpus());
      row.put("led", spark.led());
      row.put("random", spark.random());
      row.put("probes", spark.probes());
      sparks.add(row);
    }
    json.put("spark", sparks);
    json.put("rules", v.rows());
    return json;
  }

  private static Map<String, Object> json(OnSpark.Cover cover) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("config", cover.config());
    row.put("edges", cover.report().edges());
    row.put("replayed", cover.report().replayed());
    row.put("refusals", cover.report().refusals());
    row.put("refusalsLeftOut", cover.report().refusalsLeftOut());
    row.put("divergences", cover.report().divergences().size());
    return row;
  }
}
