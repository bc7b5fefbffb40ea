package dev.lockstep.cli.report;

import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.policy.UnmanagedConsumer;
import dev.lockstep.simulator.report.ResultRow;
import dev.lockstep.simulator.run.Playback;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** The page that compares the policies, in Markdown. */
record PolicyPage(
    long seed,
    long requests,
    long sequences,
    List<ResultRow> workloads,
    List<ResultRow> traces,
    List<WorstCases.Row> worst) {

  String markdown(String pictures) {
    List<String> lines = new ArrayList<>();
    lines.add("# The policies compared");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Made by `make report` (`./lockstep report --seed %d --requests %d --sequences %d`). The same"
                + " seed gives the same page.",
            seed,
            requests,
            sequences));
    lines.add("");
    lines.add("| policy | what it is |");
    lines.add("|---|---|");
    for (EvictionPolicy policy : Policies.all()) {
      lines.add("| `" + policy.name() + "` | " + policy.description() + " |");
    }
    lines.add(
        "| `offline` | what no policy can do better that keeps within the memory: the optimum for blocks"
            + " of one size (Belady's MIN), else a bound (PFOO-L) |");
    lines.add("");
    lines.add(
        "The first is proved the contract's (`ContractStoreConformanceTest`), the rivals are held to their"
            + " TLA+ modules, graph against graph (`RivalConformanceTest`). The rivals that give the engine"
            + " a part of the memory give it a half here: no default is known.");
    lines.add("");
    lines.add("## Hit ratio on ten workloads");
    lines.add("");
    hitRatios(lines, workloads);
    lines.add("");
    lines.add("![hit ratio on the ten workloads](" + pictures + "/workloads.svg)");
    lines.add("");
    lines.add(
        "X3 may stand above the bound: its engine takes memory that is not there (see *over memory*"
            + " below). The workloads are described in [workloads.md](workloads.md).");
    lines.add("");
    lines.add("![hit ratio over memory](" + pictures + "/sizes.svg)");
    lines.add("");
    lines.add("## What each costs and breaks, all ten workloads together");
    lines.add("");
    costs(lines);
    lines.add("");
    lines.add("## Hit ratio on public traces");
    lines.add("");
    lines.add(
        "The traces of the LIRS authors (Jiang and Zhang, SIGMETRICS 2002), from the Caffeine simulator's"
            + " jar. Half of the objects are native, by chance; the memory is a tenth of the objects. They"
            + " have no owners, so `unified-lru-without-owners` would be `unified-lru` again.");
    lines.add("");
    hitRatios(lines, traces);
    lines.add("");
    lines.add(
        "X3 polls every "
            + String.format(Locale.ROOT, "%,d", Playback.POLL_EVERY)
            + " requests here (every simulated second above), and goes over the memory by "
            + overMemory()
            + " units.");
    lines.add("");
    lines.add("![hit ratio on public traces](" + pictures + "/traces.svg)");
    lines.add("");
    lines.add("## The worst case that a hunt has found");
    lines.add("");
    worstCases(lines);
    return String.join("\n", lines) + "\n";
  }

  private static void hitRatios(List<String> lines, List<ResultRow> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.add(plain(row)));
    lines.add("| | memory | " + String.join(" | ", columns) + " |");
    lines.add("|---" + "|--:".repeat(columns.size() + 1) + "|");
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.add(row.workload()));
    for (String name : names) {
      StringBuilder line = new StringBuilder("| ").append(name);
      List<ResultRow> own = rows.stream().filter(row -> row.workload().equals(name)).toList();
      line.append(" | ").append(own.get(0).fields().get("memory"));
      for (String column : columns) {
        line.append(" | ")
            .append(
                own.stream()
                    .filter(row -> plain(row).equals(column))
                    .findFirst()
                    .map(row -> percent(row.number("hitRatio")))
                    .orElse("-"));
      }
      lines.add(line.append(" |").toString());
    }
  }

  private static String plain(ResultRow row) {
    return row.policy().replaceFirst(" \\(.*", "");
  }

  private static String percent(OptionalDouble ratio) {
    return ratio.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * ratio.getAsDouble());
  }

  private void costs(List<String> lines) {
    List<String> columns =
        List.of(
            "inversions",
            "evictions",
            "refused",
            "refusedThoughEvictable",
            "executionUnmet",
            "copiedUnits");
    lines.add(
        "| policy | inverted evictions | evictions | refused puts | refused, though idle or evictable"
            + " | unmet demands | units copied | most releases a call | over memory | monitor held |");
    lines.add("|---" + "|--:".repeat(columns.size() + 3) + "|");
    for (String policy : Policies.names()) {
      List<ResultRow> rows = workloads.stream().filter(r -> r.policy().equals(policy)).toList();
      StringBuilder line = new StringBuilder("| `").append(policy).append('`');
      columns.forEach(column -> line.append(" | ").append(count(sum(rows, column))));
      line.append(" | ").append(count(most(rows, "releasesMostACall")));
      line.append(" | ").append(count(most(rows, "overMemoryUnits")));
      line.append(" | ")
          .append(String.format(Locale.ROOT, "%.2f s", sum(rows, "monitorMicros") / 1e6))
          .append(" |");
      lines.add(line.toString());
    }
    lines.add("");
    lines.add(
        "*Inverted*: an older entry was there that could have gone (R4). *Over memory*: the most units in"
            + " use beyond all the memory there is (R3). *Monitor held*: an estimate, 1 µs a call, 4 µs a"
            + " victim, 20 µs a release (R8).");
  }

  /** By how many units X3 goes over the memory, by trace. */
  private String overMemory() {
    return traces.stream()
        .filter(row -> row.policy().equals(UnmanagedConsumer.NAME))
        .map(row -> count(row.number("overMemoryUnits").orElse(0)) + " (" + row.workload() + ")")
        .collect(Collectors.joining(", "));
  }

  private static double sum(List<ResultRow> rows, String column) {
    return rows.stream().mapToDouble(row -> row.number(column).orElse(0)).sum();
  }

  private static double most(List<ResultRow> rows, String column) {
    return rows.stream().mapToDouble(row -> row.number(column).orElse(0)).max().orElse(0);
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  private void worstCases(List<String> lines) {
    List<String> goals = WorstCases.goals();
    lines.add("| policy | " + String.join(" | ", goals) + " |");
    lines.add("|---" + "|--:".repeat(goals.size()) + "|");
    for (String policy : Policies.names()) {
      StringBuilder line = new StringBuilder("| `").append(policy).append('`');
      for (String goal : goals) {
        WorstCases.Row row =
            worst.stream()
                .filter(r -> r.policy().equals(policy) && r.goal().equals(goal))
                .findFirst()
                .orElseThrow();
        line.append(" | ")
            .append(
                row.score() == 0
                    ? "none"
                    : String.format(Locale.ROOT, "%,d in %d steps", row.score(), row.steps()));
      }
      lines.add(line.append(" |").toString());
    }
    lines.add("");
    lines.add(
        "Small stores (`hunt --help`), "
            + String.format(Locale.ROOT, "%,d", sequences)
            + " sequences each; *inversion*, *overshrink*, *refusal* and *thrash* end at the first that is"
            + " bad enough. *Regret* and *thrash* count what is worse than unified LRU on the same calls; of"
            + " unified LRU itself, *regret* what is worse than the offline bound, and *thrash* all there"
            + " is. *Monitor-hold* is in nanoseconds. To"
            + " see one, step by step, as a trace that `replay` runs:");
    lines.add("");
    lines.add("```");
    lines.add("./lockstep hunt --goal overshrink --policy x1-native-first");
    lines.add("```");
  }
}
