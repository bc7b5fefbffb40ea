package dev.lockstep.spark.suites;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The tests of both sides, paired by name (R14: same tests, same results).
 *
 * @param pairs one a name that either side has, ordered by suite and name
 */
public record Comparison(List<TestPair> pairs) {
  public Comparison {
    pairs = List.copyOf(pairs);
  }

  static Comparison of(Map<TestName, Outcome> stock, Map<TestName, Outcome> patched) {
    TreeSet<TestName> names = new TreeSet<>(stock.keySet());
    names.addAll(patched.keySet());
    List<TestPair> pairs = new ArrayList<>();
    for (TestName name : names) {
      pairs.add(
          new TestPair(
              name,
              stock.getOrDefault(name, new Outcome.Absent()),
              patched.getOrDefault(name, new Outcome.Absent())));
    }
    return new Comparison(pairs);
  }

  public boolean same() {
    return differences().isEmpty();
  }

  /** The tests that tell stock from patched. */
  public List<TestPair> differences() {
    return pairs.stream().filter(pair -> !pair.same()).toList();
  }

  public List<TestPair> failedOnBoth() {
    return pairs.stream().filter(TestPair::failedOnBoth).toList();
  }

  /** The part of it that is about one suite. */
  public Comparison of(SparkSuite suite) {
    return new Comparison(pairs.stream().filter(p -> p.test().suite() == suite).toList());
  }

  /** How many tests there are by name, on either side. */
  public long tests() {
    return pairs.stream().filter(pair -> !pair.test().isWholeSuite()).count();
  }

  public long stockPassed() {
    return pairs.stream().filter(p -> p.stock() instanceof Outcome.Passed).count();
  }

  public long patchedPassed() {
    return pairs.stream().filter(p -> p.patched() instanceof Outcome.Passed).count();
  }
}
