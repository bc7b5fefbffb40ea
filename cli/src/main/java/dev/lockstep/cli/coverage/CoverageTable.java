package dev.lockstep.cli.coverage;

import dev.lockstep.spark.launch.ClassCoverage;
import dev.lockstep.spark.launch.ClassCoverage.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was exercised, for a person and for a program.
 *
 * @param store what the traces ran on
 * @param runs the traces
 * @param classes the classes of the store
 */
record CoverageTable(String store, List<TraceRun> runs, List<ClassCoverage> classes) {
  /** Longer lists are for {@code --json}. */
  private static final int NAMED = 5;

  private static final String ROW = "%-28s %12s %12s %12s  %s";

  private Set<Item> items() {
    Set<Item> items = new TreeSet<>();
    runs.forEach(run -> items.addAll(run.items()));
    return items;
  }

  /** Traces that did not end as they say. */
  List<TraceRun> wrong() {
    return runs.stream().filter(run -> !run.asExpected()).toList();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    long onStore = runs.stream().filter(TraceRun::onStore).count();
    lines.add(
        store
            + ": "
            + runs.size()
            + " traces, "
            + onStore
            + " of them on the real store, the others on the model alone");
    lines.add(
        String.format(Locale.ROOT, ROW, "class", "lines", "branches", "methods", "never entered"));
    Count lineSum = new Count(0, 0);
    Count branchSum = new Count(0, 0);
    Count methodSum = new Count(0, 0);
    for (ClassCoverage row : classes) {
      lines.add(row(row.simpleName(), row.lines(), row.branches(), row.methods(), named(row)));
      lineSum = lineSum.plus(row.lines());
      branchSum = branchSum.plus(row.branches());
      methodSum = methodSum.plus(row.methods());
    }
    lines.add(row("all", lineSum, branchSum, methodSum, ""));
    Set<Item> items = items();
    for (Universe part : Universe.parts()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-32s %4d of %d",
              part.what(),
              part.exercised(items),
              part.all().size()));
      lines.addAll(missing(part.missing(items)));
    }
    long rules = items.stream().filter(item -> item.kind() == Item.Kind.RULE).count();
    lines.add(String.format(Locale.ROOT, "%-32s %4d", Item.Kind.RULE.words(), rules));
    return lines;
  }

  private static String row(
      String name, Count lines, Count branches, Count methods, String neverEntered) {
    return String.format(Locale.ROOT, ROW, name, of(lines), of(branches), of(methods), neverEntered)
        .stripTrailing();
  }

  private static String of(Count count) {
    return count.all() == 0 ? "-" : count.covered() + " of " + count.all();
  }

  /** Lambdas by their number: their names say little. */
  private static String named(ClassCoverage row) {
    List<String> names =
        row.neverEntered().stream().filter(name -> !name.contains("$")).distinct().toList();
    long others = row.neverEntered().stream().filter(name -> name.contains("$")).count();
    if (others == 0) {
      return shortened(names);
    }
    String lambdas = others + (others == 1 ? " lambda" : " lambdas");
    return names.isEmpty() ? lambdas : shortened(names) + " and " + lambdas;
  }

  private static String shortened(List<String> names) {
    return names.size() <= NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
  }

  /** A line a reason, and one for those without. */
  private static List<String> missing(Map<String, String> missing) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    missing.forEach((name, why) -> byReason.computeIfAbsent(why, w -> new ArrayList<>()).add(name));
    List<String> lines = new ArrayList<>();
    byReason.forEach(
        (why, names) ->
            lines.add("    never: " + shortened(names) + (why.isEmpty() ? "" : "  (" + why + ")")));
    return lines;
  }

  /** The fields that {@code --json} has of it (docs/json.md). */
  Map<String, Object> json() {
    Set<Item> items = items();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("store", store);
    json.put("traces", runs.size());
    json.put("onStore", runs.stream().filter(TraceRun::onStore).count());
    json.put("classes", classes);
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Universe part : Universe.parts()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("exercised", part.exercised(items));
      row.put("all", part.all().size());
      row.put("missing", part.missing(items));
      parts.put(part.what(), row);
    }
    json.put("steps", parts);
    json.put("rulesByResult", names(items, Item.Kind.RULE));
    json.put("notAsExpected", wrong().stream().map(run -> run.file().toString()).toList());
    return json;
  }

  static List<String> names(Set<Item> items, Item.Kind kind) {
    return items.stream().filter(item -> item.kind() == kind).map(Item::name).toList();
  }
}
