package dev.lockstep.cli.specmutants;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came of all mutants, by module. */
final class MutantsTable {
  private final List<Judged> judged;

  MutantsTable(List<Judged> judged) {
    this.judged = List.copyOf(judged);
  }

  /** A module's row. */
  record Row(
      String module, int mutants, int noticed, int rejected, int explained, int gaps, int stale) {}

  List<Row> rows() {
    Map<String, List<Judged>> byModule = new LinkedHashMap<>();
    judged.forEach(
        j -> byModule.computeIfAbsent(j.mutant().module(), unused -> new ArrayList<>()).add(j));
    List<Row> rows = new ArrayList<>();
    byModule.forEach((module, of) -> rows.add(row(module, of)));
    if (rows.size() > 1) {
      rows.add(row("all", judged));
    }
    return rows;
  }

  private static Row row(String module, List<Judged> of) {
    return new Row(
        module,
        of.size(),
        count(of, Verdict.NOTICED),
        count(of, Verdict.REJECTED),
        (int) of.stream().filter(j -> !j.reason().isEmpty() && !j.isReasonOutOfDate()).count(),
        (int) of.stream().filter(Judged::isGap).count(),
        (int) of.stream().filter(Judged::stale).count());
  }

  private static int count(List<Judged> of, Verdict verdict) {
    return (int) of.stream().filter(j -> j.result().verdict() == verdict).count();
  }

  /** How many mutants each property was the first to notice, most first. */
  Map<String, Integer> byProperty() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Judged j : judged) {
      if (j.result().verdict() == Verdict.NOTICED) {
        counts.merge(j.result().property(), 1, Integer::sum);
      }
    }
    Map<String, Integer> ordered = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(e -> ordered.put(e.getKey(), e.getValue()));
    return ordered;
  }

  /** The table for a terminal. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-22s %8s %8s %9s %10s %5s %6s",
            "module",
            "mutants",
            "noticed",
            "rejected",
            "explained",
            "gaps",
            "stale"));
    for (Row row : rows()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-22s %8d %8d %9d %10d %5d %6d",
              row.module(),
              row.mutants(),
              row.noticed(),
              row.rejected(),
              row.explained(),
              row.gaps(),
              row.stale()));
    }
    return lines;
  }

  /** One line of a mutant: place, what is dropped, what came of it. */
  static String line(Judged j) {
    return String.format(
        Locale.ROOT,
        "%-32s %-16s %-6s %s  ->  %s",
        j.mutant().place(),
        j.mutant().definition(),
        j.mutant().kind().word(),
        shortened(j.mutant().dropped()),
        told(j) + (j.stale() ? ", stale" : ""));
  }

  private static String told(Judged j) {
    MutantResult result = j.result();
    return switch (result.verdict()) {
      case NOTICED ->
          result.property()
              + " "
              + (result.steps() > 0 ? "fails after " + result.steps() + " steps" : result.note())
              + " ("
              + result.config()
              + ")";
      case REJECTED -> "rejected by TLC: " + result.note() + " (" + result.config() + ")";
      case SAME, UNNOTICED -> result.note() + (j.reason().isEmpty() ? "" : ": " + j.reason());
      case UNDECIDED ->
          result.note()
              + " ("
              + result.config()
              + ")"
              + (j.reason().isEmpty() ? "" : ": " + j.reason());
    };
  }

  private static String shortened(String text) {
    return text.length() <= 70 ? text : text.substring(0, 67) + "...";
  }
}
