package dev.lockstep.cli.verify;

import dev.lockstep.cli.random.SequenceRun;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.spark.context.launch.Result;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.RuleCoverage;
import java.util.List;

/**
 * What one version of Spark did.
 *
 * @param version the version
 * @param covers every transition and refusal of a config on the patched store
 * @param stock the same of the configs without native blocks, on the unpatched store (R14)
 * @param corpus the traces replayed
 * @param led the lock level, led through the patched store
 * @param random the sequences by jqwik
 * @param coverage calls on the patched store by rule, of covers and corpus together
 * @param probes what was found in a real SparkContext, on all masters, and in sessions of Spark SQL
 */
record OnSpark(
    String version,
    List<Cover> covers,
    List<Cover> stock,
    Corpus corpus,
    LedRuns.Report led,
    SequenceRun.Report random,
    RuleCoverage coverage,
    List<Result> probes) {

  /** A config's cover on a store. */
  record Cover(String config, CoverReplay.Report report) {
    /** Calls made, but those of the native API on JVM blocks, which stock Spark does not have. */
    long stockCalls() {
      return report.steps()
          + report.refusals()
          - report.coverage().refusals().getOrDefault("R2", 0L);
    }
  }

  /**
   * The corpus.
   *
   * @param complaints a line a replay that is not as expected
   * @param broken the rules that those replays broke
   */
  record Corpus(int traces, int replays, List<String> complaints, List<String> broken) {}

  boolean asExpected() {
    return covers.stream().allMatch(c -> c.report().conforms())
        && stock.stream().allMatch(c -> c.report().conforms())
        && corpus.complaints().isEmpty()
        && led.asExpected()
        && random.found().isEmpty()
        && !probes.isEmpty()
        && probes.stream().allMatch(Result::passed);
  }

  /**
   * A cell of the table.
   *
   * @param calls calls that exercised the rule, refusals included; of R14, those on both stores
   * @param refusals how many of them the store had to turn down
   * @param stockCalls how many of them were made on the unpatched store: R14 only
   * @param cases random sequences that exercised the rule
   * @param probes probes in a real SparkContext that were about the rule
   * @param verdict {@code conforms}, {@code BROKEN}, or {@code not exercised}
   */
  record Cell(
      String version,
      long calls,
      long refusals,
      long stockCalls,
      long cases,
      long probes,
      String verdict) {
    static final String CONFORMS = "conforms";

    /**
     * The columnar cache is woven for the versions that Lockstep speaks for, not for own builds.
     */
    static final String NOT_ASKED = "not asked";

    boolean conforms() {
      return verdict.equals(CONFORMS) || verdict.equals(NOT_ASKED);
    }

    /** Whether another version did the same. */
    boolean same(Cell other) {
      return calls == other.calls
          && refusals == other.refusals
          && stockCalls == other.stockCalls
          && probes == other.probes
          && verdict.equals(other.verdict);
    }
  }

  Cell cell(String rule) {
    if (rule.equals(Rules.STOCK)) {
      return stockCell();
    } else if (Rules.isOfTables(rule) && !SparkVersions.CLAIMED.contains(version)) {
      return new Cell(version, 0, 0, 0, 0, 0, Cell.NOT_ASKED);
    }
    long calls = coverage.counts().getOrDefault(rule, 0L);
    long refusals = coverage.refusals().getOrDefault(rule, 0L);
    long cases = random.casesByRule().getOrDefault(rule, 0L);
    long probed = probes.stream().filter(p -> p.rule().equals(rule)).count();
    boolean exercised =
        (calls > 0 || Rules.isOfTables(rule))
            && (cases > 0 || Rules.outsideTheRandomRun(rule))
            && (probed > 0 || Rules.outsideTheContext(rule));
    return new Cell(
        version,
        calls,
        refusals,
        0,
        cases,
        probed,
        breaks(rule) ? "BROKEN" : exercised ? Cell.CONFORMS : "not exercised");
  }

  /** Equal to the model on both stores is equal to each other. */
  private Cell stockCell() {
    List<Cover> patched =
        covers.stream()
            .filter(c -> stock.stream().anyMatch(s -> s.config().equals(c.config())))
            .toList();
    long onStock = stock.stream().mapToLong(Cover::stockCalls).sum();
    long onPatched = patched.stream().mapToLong(Cover::stockCalls).sum();
    boolean conform =
        stock.stream().allMatch(c -> c.report().conforms())
            && patched.stream().allMatch(c -> c.report().conforms());
    boolean exercised = onStock > 0 && patched.size() == stock.size();
    return new Cell(
        version,
        onStock + onPatched,
        stock.stream().mapToLong(c -> c.report().refusals()).sum(),
        onStock,
        0,
        0,
        !conform ? "BROKEN" : exercised ? Cell.CONFORMS : "not exercised");
  }

  private boolean breaks(String rule) {
    return covers.stream()
            .flatMap(c -> c.report().divergences().stream())
            .anyMatch(d -> d.divergence().rule().equals(rule))
        || corpus.broken().contains(rule)
        || probes.stream().anyMatch(p -> p.rule().equals(rule) && !p.passed())
        || random.found().filter(f -> f.divergence().rule().equals(rule)).isPresent();
  }
}
