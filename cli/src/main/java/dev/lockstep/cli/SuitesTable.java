package dev.lockstep.cli;

import dev.lockstep.spark.suites.Comparison;
import dev.lockstep.spark.suites.Outcome;
import dev.lockstep.spark.suites.SecondRun;
import dev.lockstep.spark.suites.SparkSuite;
import dev.lockstep.spark.suites.TestName;
import dev.lockstep.spark.suites.TestPair;
import dev.lockstep.spark.suites.VersionCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code spark-suites} found, for a person and for a program (docs/json.md). */
final class SuitesTable {
  static final String HEADER =
      line("version", "suite", "tests", "stock passed", "patched passed", "result");

  private SuitesTable() {}

  static boolean same(Collection<VersionCheck> checks) {
    return checks.stream().allMatch(check -> check.comparison().same());
  }

  /** The rows of a version, and below them each test that needs a word. */
  static List<String> lines(String version, VersionCheck check) {
    List<String> lines = new ArrayList<>();
    for (SparkSuite suite : SparkSuite.values()) {
      lines.add(row(version, suite.simpleName(), check.comparison().of(suite), ""));
    }
    String seconds = String.format(Locale.ROOT, "  %.0f s", check.millisElapsed() / 1000.0);
    lines.add(row(version, "together", check.comparison(), seconds));
    for (SecondRun second : check.secondRuns()) {
      boolean again = second.second().sameAs(second.first());
      String then = again ? "the same again" : second.second().text();
      lines.add(
          "  second run, alone, on "
              + side(second)
              + ": "
              + second.test()
              + ": at first "
              + second.first().text()
              + "; then "
              + then);
    }
    differences(check.comparison()).forEach(lines::add);
    for (TestPair pair : check.comparison().failedOnBoth()) {
      lines.add("  on both: " + pair.test() + ": " + pair.stock().text());
    }
    return lines;
  }

  /** A suite that gave up is one line; its tests that never ran are not told one by one. */
  private static Stream<String> differences(Comparison comparison) {
    Set<SparkSuite> gaveUp =
        comparison.differences().stream()
            .filter(pair -> pair.test().isWholeSuite())
            .map(pair -> pair.test().suite())
            .collect(Collectors.toSet());
    return comparison.differences().stream()
        .filter(pair -> !(gaveUp.contains(pair.test().suite()) && neverRan(pair)))
        .map(pair -> "  differs: " + pair.test() + ": " + both(pair));
  }

  private static boolean neverRan(TestPair pair) {
    return !pair.test().isWholeSuite() && pair.patched() instanceof Outcome.Absent;
  }

  private static String both(TestPair pair) {
    return "stock " + text(pair, pair.stock()) + "; patched " + text(pair, pair.patched());
  }

  private static String text(TestPair pair, Outcome outcome) {
    boolean ended = pair.test().isWholeSuite() && outcome instanceof Outcome.Absent;
    return ended ? "ran to its end" : outcome.text();
  }

  static String verdict(Collection<VersionCheck> checks) {
    long tests = checks.stream().mapToLong(c -> c.comparison().tests()).sum();
    long differing = checks.stream().mapToLong(c -> c.comparison().differences().size()).sum();
    long passed = checks.stream().mapToLong(c -> c.comparison().patchedPassed()).sum();
    long seconds = checks.stream().mapToLong(c -> c.secondRuns().size()).sum();
    String again = seconds == 0 ? "" : " (" + seconds + " of them in a second run)";
    return differing == 0
        ? "R14 kept: same tests, same results; "
            + passed
            + " of "
            + tests
            + " passed on both"
            + again
        : "R14 BROKEN: "
            + differing
            + (differing == 1 ? " difference" : " differences")
            + " between stock and patched in "
            + tests
            + " tests";
  }

  static Map<String, Object> json(Map<String, VersionCheck> checks) {
    List<Map<String, Object>> versions = new ArrayList<>();
    checks.forEach((version, check) -> versions.add(json(version, check)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("same", same(checks.values()));
    json.put("versions", versions);
    return json;
  }

  private static Map<String, Object> json(String version, VersionCheck check) {
    Comparison comparison = check.comparison();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version);
    json.put("same", comparison.same());
    json.put("seconds", check.millisElapsed() / 1000.0);
    json.put(
        "suites",
        Arrays.stream(SparkSuite.values())
            .map(suite -> json(suite, comparison.of(suite)))
            .toList());
    json.put("secondRuns", check.secondRuns().stream().map(SuitesTable::json).toList());
    json.put("differences", comparison.differences().stream().map(SuitesTable::json).toList());
    json.put("failedOnBoth", comparison.failedOnBoth().stream().map(SuitesTable::json).toList());
    return json;
  }

  private static Map<String, Object> json(SparkSuite suite, Comparison comparison) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("suite", suite.className());
    json.put("tests", comparison.tests());
    json.put("stockPassed", comparison.stockPassed());
    json.put("patchedPassed", comparison.patchedPassed());
    json.put("same", comparison.same());
    return json;
  }

  private static Map<String, Object> json(SecondRun second) {
    Map<String, Object> json = json(second.test());
    json.put("side", side(second));
    json.put("first", second.first().text());
    json.put("second", second.second().text());
    return json;
  }

  private static Map<String, Object> json(TestPair pair) {
    Map<String, Object> json = json(pair.test());
    json.put("stock", text(pair, pair.stock()));
    json.put("patched", text(pair, pair.patched()));
    return json;
  }

  private static Map<String, Object> json(TestName test) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("suite", test.suite().className());
    json.put("test", test.isWholeSuite() ? null : test.test());
    return json;
  }

  private static String side(SecondRun second) {
    return second.side().name().toLowerCase(Locale.ROOT);
  }

  private static String row(String version, String suite, Comparison comparison, String more) {
    return line(
            version,
            suite,
            comparison.tests(),
            comparison.stockPassed(),
            comparison.patchedPassed(),
            comparison.same() ? "same" : "DIFFERS")
        + more;
  }

  private static String line(
      String version, String suite, Object tests, Object stock, Object patched, String result) {
    return String.format(
        Locale.ROOT,
        "%-8s %-26s %5s  %12s  %14s  %s",
        version,
        suite,
        tests,
        stock,
        patched,
        result);
  }
}
