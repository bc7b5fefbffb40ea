package dev.lockstep.cli.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The outcome of {@code verify} as lines for a person and as an object for a program. */
final class VerifyTable {
  private VerifyTable() {}

  static List<String> lines(Verdicts v) {
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            v,
            "specs",
            "%,d of %,d configs as expected, %,d states, %,d edges",
            v.specs().stream().filter(s -> s.check().asExpected()).count(),
            v.specs().size(),
            v.specs().stream().mapToLong(s -> s.check().states()).sum(),
            v.specs().stream().mapToLong(s -> s.check().edges()).sum()));
    v.specs().stream()
        .map(Verdicts.SpecVerdict::check)
        .filter(check -> !check.asExpected())
        .forEach(check -> lines.add("  " + check.config().name() + ": " + check.complaint()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-10s %,d of %,d graphs equal both ways",
            "model=TLC",
            v.equalities().stream().filter(Verdicts.Equality::equal).count(),
            v.equalities().size()));
    v.equalities()
        .forEach(e -> e.difference().forEach(d -> lines.add("  " + e.config() + ": " + d)));
    lines.add(
        line(
            v,
            "replay",
            "%,d of %,d transitions on the real store, %,d refusals, %,d divergences",
            sum(v, c -> c.report().replayed()),
            sum(v, c -> c.report().edges()),
            sum(v, c -> c.report().refusals()),
            sum(v, c -> c.report().divergences().size())));
    v.covers()
        .forEach(
            c ->
                c.report()
                    .divergences()
                    .forEach(d -> lines.add("  " + c.config() + ": " + d.divergence())));
    lines.add(
        line(
            v,
            "corpus",
            "%,d traces, %,d replays, %,d not as expected",
            v.corpus().traces(),
            v.corpus().replays(),
            v.corpus().complaints().size()));
    v.corpus().complaints().forEach(complaint -> lines.add("  " + complaint));
    lines.add(
        line(
            v,
            "random",
            "%,d sequences, %,d calls, %d divergences",
            v.random().sequences(),
            v.random().calls(),
            v.random().found().isPresent() ? 1 : 0));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%-36s %-38s %-10s %-22s %s",
            "rule",
            "proved in the spec",
            "model=TLC",
            "replayed on Spark",
            "random"));
    for (Verdicts.Row row : v.rows()) {
      lines.add(row(row));
    }
    return lines;
  }

  private static String row(Verdicts.Row row) {
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
    String replayed =
        row.calls() == 0
            ? "not exercised"
            : String.format(Locale.ROOT, "%,d + %,d", row.calls() - row.refusals(), row.refusals());
    String cases = row.rule().equals("R10") ? "-" : String.format(Locale.ROOT, "%,d", row.cases());
    return String.format(
        Locale.ROOT,
        "%-4s%-32s %-38s %-10s %-22s %s%s",
        row.rule(),
        row.title(),
        proved,
        row.equal(),
        replayed,
        cases,
        row.broken() ? "   <-- BROKEN" : "");
  }

  private static String line(Verdicts v, String part, String format, Object... arguments) {
    return String.format(
        Locale.ROOT,
        "%-10s %-86s %6.1f s",
        part,
        String.format(Locale.ROOT, format, arguments),
        v.seconds().getOrDefault(part, 0.0));
  }

  private static long sum(Verdicts v, java.util.function.ToLongFunction<Verdicts.Cover> value) {
    return v.covers().stream().mapToLong(value).sum();
  }

  static Map<String, Object> json(Verdicts v, long seed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("asExpected", v.asExpected());
    json.put("seed", seed);
    json.put("seconds", v.seconds());
    json.put("specs", v.specs().stream().map(s -> s.check().row()).toList());
    json.put("equalities", v.equalities());
    List<Map<String, Object>> covers = new ArrayList<>();
    for (Verdicts.Cover cover : v.covers()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("config", cover.config());
      row.put("edges", cover.report().edges());
      row.put("replayed", cover.report().replayed());
      row.put("refusals", cover.report().refusals());
      row.put("refusalsLeftOut", cover.report().refusalsLeftOut());
      row.put("divergences", cover.report().divergences().size());
      covers.add(row);
    }
    json.put("covers", covers);
    json.put("corpus", v.corpus());
    json.put("random", v.random());
    json.put("rules", v.rows());
    return json;
  }
}
