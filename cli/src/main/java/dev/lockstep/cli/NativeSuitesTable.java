package dev.lockstep.cli;

import dev.lockstep.spark.suites.ExpectedFailure;
import dev.lockstep.spark.suites.LeftOut;
import dev.lockstep.spark.suites.NativeCheck;
import dev.lockstep.spark.suites.NativeResult;
import dev.lockstep.spark.suites.SparkSuite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code spark-suites} found with the native cache, for a person and for a program
 * (docs/json.md).
 */
final class NativeSuitesTable {
  static final String HEADER =
      line(
          "version",
          "suite, tables cached natively",
          "reads",
          "tests",
          "passed",
          "listed",
          "result");

  private NativeSuitesTable() {}

  /**
   * The suites of sql on one version, read in one way.
   *
   * @param leftOut suites that can't be run so
   */
  record Run(String version, List<SparkSuite> suites, List<LeftOut> leftOut, NativeCheck check) {
    Run {
      suites = List.copyOf(suites);
      leftOut = List.copyOf(leftOut);
    }
  }

  static boolean kept(Collection<Run> runs) {
    return runs.stream().allMatch(run -> run.check().kept());
  }

  /** The rows of a run, and below them each test that needs a word. */
  static List<String> lines(Run run) {
    List<String> lines = new ArrayList<>();
    NativeCheck check = run.check();
    for (SparkSuite suite : run.suites()) {
      lines.add(row(run, suite.simpleName(), check.of(suite), ""));
    }
    String seconds = String.format(Locale.ROOT, "  %.0f s", check.millisElapsed() / 1000.0);
    lines.add(row(run, "together", check, seconds));
    run.leftOut().stream().map(SuitesTable::line).forEach(lines::add);
    check.secondRuns().stream().map(SuitesTable::line).forEach(lines::add);
    for (NativeResult result : check.listed()) {
      result
          .listed()
          .ifPresent(
              failure ->
                  lines.add(
                      "  listed, " + failure.rule() + ": " + result.test() + ": " + failure.why()));
    }
    for (NativeResult result : check.needless()) {
      lines.add("  listed, but " + result.outcome().text() + ": " + result.test());
    }
    for (NativeResult result : check.unlisted()) {
      String otherwise =
          result.listed().map(f -> ", listed otherwise (" + f.rule() + ")").orElse("");
      lines.add("  NOT LISTED: " + result.test() + ": " + result.outcome().text() + otherwise);
    }
    return lines;
  }

  static String verdict(Collection<Run> runs) {
    long tests = runs.stream().mapToLong(run -> run.check().tests()).sum();
    long passed = runs.stream().mapToLong(run -> run.check().passed()).sum();
    long listed = runs.stream().mapToLong(run -> run.check().listed().size()).sum();
    long unlisted = runs.stream().mapToLong(run -> run.check().unlisted().size()).sum();
    String counts = "of " + tests + " tests with the native cache " + passed + " passed, " + listed;
    return unlisted == 0
        ? "as listed: " + counts + " failed as they are meant to"
        : "NOT LISTED: "
            + unlisted
            + (unlisted == 1 ? " failure; " : " failures; ")
            + counts
            + " failed as they are meant to";
  }

  static Map<String, Object> json(Run run) {
    NativeCheck check = run.check();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", run.version());
    json.put("reads", check.reads().text());
    json.put("kept", check.kept());
    json.put("seconds", check.millisElapsed() / 1000.0);
    json.put("suites", run.suites().stream().map(suite -> json(suite, check.of(suite))).toList());
    json.put("leftOut", run.leftOut().stream().map(SuitesTable::json).toList());
    json.put("secondRuns", check.secondRuns().stream().map(SuitesTable::json).toList());
    json.put("listed", check.listed().stream().map(NativeSuitesTable::json).toList());
    json.put("needless", check.needless().stream().map(NativeSuitesTable::json).toList());
    json.put("unlisted", check.unlisted().stream().map(NativeSuitesTable::json).toList());
    return json;
  }

  private static Map<String, Object> json(SparkSuite suite, NativeCheck check) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("suite", suite.className());
    json.put("tests", check.tests());
    json.put("passed", check.passed());
    json.put("listed", check.listed().size());
    json.put("kept", check.kept());
    return json;
  }

  private static Map<String, Object> json(NativeResult result) {
    Map<String, Object> json = SuitesTable.json(result.test());
    json.put("outcome", result.outcome().text());
    json.put("rule", result.listed().map(ExpectedFailure::rule).orElse(null));
    json.put("why", result.listed().map(ExpectedFailure::why).orElse(null));
    return json;
  }

  private static String row(Run run, String suite, NativeCheck check, String more) {
    return line(
        run.version(),
        suite,
        check.reads().text(),
        check.tests(),
        check.passed(),
        check.listed().size(),
        (check.kept() ? "as listed" : "NOT LISTED") + more);
  }

  private static String line(
      String version,
      String suite,
      Object reads,
      Object tests,
      Object passed,
      Object listed,
      String result) {
    return String.format(
            Locale.ROOT,
            "%-8s %-" + SuitesTable.SUITE_WIDTH + "s %-7s %5s  %6s  %6s  %s",
            version,
            suite,
            reads,
            tests,
            passed,
            listed,
            result)
        .stripTrailing();
  }
}
