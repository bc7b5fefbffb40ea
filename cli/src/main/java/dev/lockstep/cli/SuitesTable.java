package dev.lockstep.cli;

import dev.lockstep.spark.suites.Comparison;
import dev.lockstep.spark.suites.LeftOut;
import dev.lockstep.spark.suites.Outcome;
import dev.lockstep.spark.suites.SecondRun;
import dev.lockstep.spark.suites.SparkSuite;
import dev.lockstep.spark.suites.SuiteModule;
import dev.lockstep.spark.suites.TestName;
import dev.lockstep.spark.suites.TestPair;
import dev.lockstep.spark.suites.VersionCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code spark-suites} found on stock and on patched classes, for a person and for a program
 * (docs/json.md).
 */
final class SuitesTable {
  static final String HEADER =
      line("version", "suite", "tests", "stock passed", "patched passed", "result");

  /** The longest name of a suite. */
  static final int SUITE_WIDTH = 31;

  private SuitesTable() {}

  /**
   * A module's suites on one version.
   *
   * @param leftOut suites of the module that were not run
   */
  record Compared(String version, SuiteModule module, List<LeftOut> leftOut, VersionCheck check) {
    Compared {
      leftOut = List.copyOf(leftOut);
    }

    List<SparkSuite> suites() {
      List<SparkSuite> out = leftOut.stream().map(LeftOut::suite).toList();
      return module.suites().stream().filter(suite -> !out.contains(suite)).toList();
    }
  }

  static boolean same(Collection<Compared> all) {
    return all.stream().allMatch(compared -> compared.check().comparison().same());
  }

  /** The rows of a version, and below them each test that needs a word. */
  static List<String> lines(Compared compared) {
    String version = compared.version();
    VersionCheck check = compared.check();
    List<String> lines = new ArrayList<>();
    for (SparkSuite suite : compared.suites()) {
      lines.add(row(version, suite.simpleName(), check.comparison().of(suite), ""));
    }
    String seconds = String.format(Locale.ROOT, "  %.0f s", check.millisElapsed() / 1000.0);
    lines.add(row(version, "together", check.comparison(), seconds));
    compared.leftOut().stream().map(SuitesTable::line).forEach(lines::add);
    check.secondRuns().stream().map(SuitesTable::line).forEach(lines::add);
    differences(check.comparison()).forEach(lines::add);
    for (TestPair pair : check.comparison().failedOnBoth()) {
      lines.add("  on both: " + pair.test() + ": " + pair.stock().text());
    }
    return lines;
  }

  static String line(LeftOut leftOut) {
    return "  left out: " + leftOut.suite().simpleName() + ": " + leftOut.why();
  }

  static String line(SecondRun second) {
    boolean again = second.second().sameAs(second.first());
    String then = again ? "the same again" : second.second().text();
    return "  second run, alone, on "
        + side(second)
        + ": "
        + second.test()
        + ": at first "
        + second.first().text()
        + "; then "
        + then;
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

  static String verdict(Collection<Compared> all) {
    List<VersionCheck> checks = all.stream().map(Compared::check).toList();
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

  static Map<String, Object> json(Compared compared) {
    VersionCheck check = compared.check();
    Comparison comparison = check.comparison();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", compared.version());
    json.put("module", compared.module().name().toLowerCase(Locale.ROOT));
    json.put("same", comparison.same());
    json.put("seconds", check.millisElapsed() / 1000.0);
    json.put(
        "suites",
        compared.suites().stream().map(suite -> json(suite, comparison.of(suite))).toList());
    json.put("leftOut", compared.leftOut().stream().map(SuitesTable::json).toList());
    json.put("secondRuns", check.secondRuns().stream().map(SuitesTable::json).toList());
    json.put("differences", comparison.differences().stream().map(SuitesTable::json).toList());
    json.put("failedOnBoth", comparison.failedOnBoth().stream().map(SuitesTable::json).toList());
    return json;
  }

  static Map<String, Object> json(LeftOut leftOut) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("suite", leftOut.suite().className());
    json.put("why", leftOut.why());
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

  static Map<String, Object> json(SecondRun second) {
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

  static Map<String, Object> json(TestName test) {
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
        "%-8s %-" + SUITE_WIDTH + "s %5s  %12s  %14s  %s",
        version,
        suite,
        tests,
        stock,
        patched,
        result);
  }
}
