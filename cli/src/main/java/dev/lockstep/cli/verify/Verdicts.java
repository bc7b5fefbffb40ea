package dev.lockstep.cli.verify;

import dev.lockstep.cli.random.SequenceRun;
import dev.lockstep.cli.run.SpecCheck;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.RuleCoverage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each part of {@code verify} came to.
 *
 * @param specs TLC's verdicts, with the rules that each config checks
 * @param equalities the comparisons of model and TLC
 * @param covers every transition and refusal of a config on the real store
 * @param corpus the traces replayed
 * @param random the sequences by jqwik
 * @param coverage calls on the real store by rule, of covers and corpus together
 * @param seconds time by part
 */
record Verdicts(
    List<SpecVerdict> specs,
    List<Equality> equalities,
    List<Cover> covers,
    CorpusVerdict corpus,
    SequenceRun.Report random,
    RuleCoverage coverage,
    Map<String, Double> seconds) {

  /** A config, what TLC said of it, and the rules whose properties it checks. */
  record SpecVerdict(SpecCheck check, List<String> rules) {}

  /** A config's graphs compared; {@code difference} has the lines to print, or is empty. */
  record Equality(String config, int states, int edges, List<String> difference) {
    boolean equal() {
      return difference.isEmpty();
    }
  }

  /** A config's cover on the real store. */
  record Cover(String config, CoverReplay.Report report) {}

  /** The corpus; {@code complaints} has a line a trace that is not as expected. */
  record CorpusVerdict(int traces, int replays, List<String> complaints) {}

  boolean asExpected() {
    return specs.stream().allMatch(s -> s.check().asExpected())
        && equalities.stream().allMatch(Equality::equal)
        && covers.stream().allMatch(c -> c.report().conforms())
        && corpus.complaints().isEmpty()
        && random.found().isEmpty()
        && rows().stream().noneMatch(Row::broken);
  }

  /**
   * A line of the table.
   *
   * @param calls calls on the real store that exercised the rule, refusals included
   * @param cases random sequences that exercised it
   */
  record Row(
      String rule,
      String title,
      int configs,
      long states,
      long edges,
      String proved,
      String equal,
      long calls,
      long refusals,
      long cases,
      boolean broken) {}

  /** One row a rule. A rule that nothing proved, compared or exercised is broken, not blank. */
  List<Row> rows() {
    return Rules.all().stream().map(this::row).toList();
  }

  private Row row(String rule) {
    List<SpecVerdict> holding =
        specs.stream()
            .filter(s -> s.rules().contains(rule) && !s.check().config().mustFail())
            .toList();
    boolean holds = holding.stream().allMatch(s -> s.check().asExpected());
    Optional<Equality> unequal =
        equalities.stream()
            .filter(
                e -> holding.stream().anyMatch(s -> s.check().config().name().equals(e.config())))
            .filter(e -> !e.equal())
            .findFirst();
    boolean compared =
        holding.stream()
            .allMatch(
                s ->
                    equalities.stream()
                        .anyMatch(e -> e.config().equals(s.check().config().name())));
    boolean spoken = !holding.isEmpty() || Rules.outsideTheSpec(rule);
    long calls = coverage.counts().getOrDefault(rule, 0L);
    long cases = random.casesByRule().getOrDefault(rule, 0L);
    boolean random = cases > 0 || Rules.outsideTheRandomRun(rule);
    String proved =
        holding.isEmpty() ? Rules.whyNotInSpec(rule) : holds ? "proved" : "NOT as expected";
    String equal = holding.isEmpty() ? "-" : unequal.isEmpty() && compared ? "equal" : "DIFFERENT";
    return new Row(
        rule,
        Rules.title(rule),
        holding.size(),
        holding.stream().mapToLong(s -> s.check().states()).sum(),
        holding.stream().mapToLong(s -> s.check().edges()).sum(),
        proved,
        equal,
        calls,
        coverage.refusals().getOrDefault(rule, 0L),
        cases,
        !holds || unequal.isPresent() || !compared || !spoken || calls == 0 || !random);
  }
}
