package dev.lockstep.cli.verify;

import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.SpecCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each part of {@code verify} came to.
 *
 * @param specs TLC's verdicts, with the rules that each config checks
 * @param leftOut the configs that it does not run, by name
 * @param equalities the comparisons of model and TLC
 * @param spark what each version did, in the order asked for
 * @param times where the time went
 * @param reuse by part, how much of it earlier runs had computed
 */
record Verdicts(
    List<SpecVerdict> specs,
    List<String> leftOut,
    List<Equality> equalities,
    List<OnSpark> spark,
    List<PartTimes.Part> times,
    Map<String, KeptParts.Reuse> reuse) {

  /** How long a part took, in seconds. */
  double seconds(String part) {
    return times.stream()
        .filter(t -> t.name().equals(part))
        .mapToDouble(PartTimes.Part::seconds)
        .sum();
  }

  /** What to say of a part that was not computed now; empty if it was. */
  String reused(String part) {
    KeptParts.Reuse of = reuse.get(part);
    return of == null ? "" : of.words();
  }

  /** The versions that Lockstep speaks for and that nobody asked for now. */
  List<String> notAsked() {
    return SparkVersions.CLAIMED.stream()
        .filter(version -> spark.stream().noneMatch(s -> s.version().equals(version)))
        .toList();
  }

  /** A config, what TLC said of it, and the rules whose properties it checks. */
  record SpecVerdict(SpecCheck check, List<String> rules) {}

  /** A config's graphs compared; {@code difference} has the lines to print, or is empty. */
  record Equality(String config, int states, int edges, List<String> difference) {
    boolean equal() {
      return difference.isEmpty();
    }
  }

  boolean asExpected() {
    return specs.stream().allMatch(s -> s.check().asExpected())
        && equalities.stream().allMatch(Equality::equal)
        && spark.stream().allMatch(OnSpark::asExpected)
        && rows().stream().noneMatch(Row::broken);
  }

  /**
   * A line of the table.
   *
   * @param spark what each version did
   * @param broken whether it is not as expected anywhere
   */
  record Row(
      String rule,
      String title,
      int configs,
      long states,
      long edges,
      String proved,
      String equal,
      List<OnSpark.Cell> spark,
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
    String proved =
        holding.isEmpty() ? Rules.whyNotInSpec(rule) : holds ? "proved" : "NOT as expected";
    String equal = holding.isEmpty() ? "-" : unequal.isEmpty() && compared ? "equal" : "DIFFERENT";
    List<OnSpark.Cell> cells = spark.stream().map(version -> version.cell(rule)).toList();
    boolean conforms = !cells.isEmpty() && cells.stream().allMatch(OnSpark.Cell::conforms);
    return new Row(
        rule,
        Rules.title(rule),
        holding.size(),
        holding.stream().mapToLong(s -> s.check().states()).sum(),
        holding.stream().mapToLong(s -> s.check().edges()).sum(),
        proved,
        equal,
        cells,
        !holds || unequal.isPresent() || !compared || !spoken || !conforms);
  }
}
