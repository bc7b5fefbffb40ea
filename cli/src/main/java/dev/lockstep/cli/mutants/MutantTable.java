package dev.lockstep.cli.mutants;

import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.spark.mutants.MutantRun;
import dev.lockstep.spark.mutants.Result;
import dev.lockstep.spark.mutants.Stage;
import dev.lockstep.spark.mutants.Survivors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came of it, for a person and for a program. */
final class MutantTable {
  private final ResultOption out;
  private final Survivors survivors;
  private final Map<String, Integer> leftOut;
  private final Map<String, Object> json = new LinkedHashMap<>();

  MutantTable(ResultOption out, Survivors survivors, Map<String, Integer> leftOut) {
    this.out = out;
    this.survivors = survivors;
    this.leftOut = leftOut;
  }

  /** Counts of a class, or of all. */
  private static final class Counts {
    int all;
    int noticed;
    int equivalent;
    int unreachable;
    int gaps;
    int unexplained;

    Map<String, Object> row(String name) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("class", name);
      row.put("mutants", all);
      row.put("noticed", noticed);
      row.put("equivalent", equivalent);
      row.put("unreachable", unreachable);
      row.put("gaps", gaps);
      row.put("unexplained", unexplained);
      return row;
    }

    String line(String name) {
      return String.format(
          Locale.ROOT,
          "%-34s %7d %8d %6.1f%% %10d %11d %5d %11d %7.1f%%",
          name,
          all,
          noticed,
          100.0 * noticed / Math.max(1, all),
          equivalent,
          unreachable,
          gaps,
          unexplained,
          100.0 * noticed / Math.max(1, all - equivalent));
    }
  }

  /**
   * Tells the scores by class.
   *
   * @param whole whether the results are of every mutant: then a line for none is stale
   * @return whether every survivor has its line, and no line is stale
   */
  boolean tell(List<Result> results, List<MutantRun.Task> chosen, boolean whole) {
    Map<String, Counts> byClass = new LinkedHashMap<>();
    chosen.forEach(t -> byClass.putIfAbsent(t.mutant().of().simpleName(), new Counts()));
    Counts total = new Counts();
    for (Result r : results) {
      Counts counts = byClass.computeIfAbsent(r.className(), c -> new Counts());
      count(counts, r);
      count(total, r);
    }
    out.say(
        "class                              mutants  noticed         equivalent unreachable  gaps"
            + " unexplained  of those that differ");
    byClass.forEach((name, counts) -> out.say(counts.line(name)));
    out.say(total.line("together"));
    out.say("left out: " + leftOut);
    Map<String, Integer> stages = new TreeMap<>();
    Map<String, Integer> statuses = new TreeMap<>();
    for (Result r : results) {
      statuses.merge(r.verdict().status().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
      if (r.verdict().status().noticed()) {
        stages.merge(r.verdict().stage(), 1, Integer::sum);
      }
    }
    out.say("noticed first by: " + inOrder(stages));
    out.say("became: " + statuses);
    List<Result> unexplained = survivors.unexplained(results);
    List<String> stale = whole ? survivors.stale(results) : List.of();
    unexplained.forEach(
        r ->
            out.say(
                "no line in docs/mutants/survivors.tsv: "
                    + r.key()
                    + " (line "
                    + r.line()
                    + ", "
                    + r.description()
                    + ")"));
    stale.forEach(key -> out.say("stale line in docs/mutants/survivors.tsv: " + key));
    List<Object> rows = new ArrayList<>();
    byClass.forEach((name, counts) -> rows.add(counts.row(name)));
    json.put("classes", rows);
    json.put("together", total.row("together"));
    json.put("leftOut", leftOut);
    json.put("noticedBy", stages);
    json.put("became", statuses);
    json.put("unexplained", unexplained.stream().map(Result::key).toList());
    json.put("stale", stale);
    out.write(json);
    return unexplained.isEmpty() && stale.isEmpty();
  }

  private static Map<String, Integer> inOrder(Map<String, Integer> stages) {
    Map<String, Integer> ordered = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      if (stages.containsKey(stage.word())) {
        ordered.put(stage.word(), stages.get(stage.word()));
      }
    }
    return ordered;
  }

  private void count(Counts counts, Result r) {
    if (!r.verdict().status().noticed() && !r.verdict().status().survived()) {
      return;
    }
    counts.all++;
    if (r.verdict().status().noticed()) {
      counts.noticed++;
      return;
    }
    Survivors.Line line = survivors.of(r.key()).orElse(null);
    if (line == null) {
      counts.unexplained++;
      return;
    }
    switch (line.why()) {
      case EQUIVALENT -> counts.equivalent++;
      case UNREACHABLE -> counts.unreachable++;
      case GAP -> counts.gaps++;
    }
  }

  /** Tells both scores on the same mutants, and what one notices and the other does not. */
  void compare(List<Result> ours, List<Result> theirs, long seed) {
    Map<String, Result> suites = new TreeMap<>();
    theirs.forEach(r -> suites.put(r.key(), r));
    int both = 0;
    List<Result> oursAlone = new ArrayList<>();
    List<Result> theirsAlone = new ArrayList<>();
    int neither = 0;
    for (Result r : ours) {
      Result suite = suites.get(r.key());
      if (suite == null) {
        continue;
      }
      boolean us = r.verdict().status().noticed();
      boolean them = suite.verdict().status().noticed();
      if (us && them) {
        both++;
      } else if (us) {
        oursAlone.add(r);
      } else if (them) {
        theirsAlone.add(suite);
      } else {
        neither++;
      }
    }
    int all = both + oursAlone.size() + theirsAlone.size() + neither;
    out.say(
        String.format(
            Locale.ROOT,
            "Spark's own suites on %d mutants of Spark's own code, seed %d: they notice %d (%.1f%%),"
                + " the harness %d (%.1f%%); both %d, neither %d",
            all,
            seed,
            both + theirsAlone.size(),
            100.0 * (both + theirsAlone.size()) / Math.max(1, all),
            both + oursAlone.size(),
            100.0 * (both + oursAlone.size()) / Math.max(1, all),
            both,
            neither));
    theirsAlone.forEach(
        r ->
            out.say(
                "  only the suites: "
                    + r.key()
                    + " by "
                    + r.verdict().by()
                    + "; "
                    + said(r.key())));
    oursAlone.forEach(r -> out.say("  only the harness: " + r.key() + " by " + r.verdict().by()));
    Map<String, Object> suitesJson = new LinkedHashMap<>();
    suitesJson.put("mutants", all);
    suitesJson.put("seed", seed);
    suitesJson.put("both", both);
    suitesJson.put("neither", neither);
    suitesJson.put("onlySuites", theirsAlone.stream().map(Result::key).toList());
    suitesJson.put("onlyHarness", oursAlone.stream().map(Result::key).toList());
    json.put("suites", suitesJson);
    out.write(json);
  }

  private String said(String key) {
    return survivors.of(key).map(l -> l.why().word() + ": " + l.reason()).orElse("no line");
  }
}
