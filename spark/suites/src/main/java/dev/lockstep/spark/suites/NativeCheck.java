package dev.lockstep.spark.suites;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Spark's suites with every table cached natively: what fails must be listed.
 *
 * @param reads how queries read the tables
 * @param results one a test, ordered by suite and name; after the second runs
 * @param secondRuns what was run again, and what came of it
 * @param millisElapsed of all of it
 */
public record NativeCheck(
    NativeReads reads, List<NativeResult> results, List<SecondRun> secondRuns, long millisElapsed) {
  public NativeCheck {
    results = List.copyOf(results);
    secondRuns = List.copyOf(secondRuns);
  }

  /**
   * Runs the suites. A failure that the list does not have is run once more, alone: the suites hold
   * timeouts, and a busy machine is no fault of the cache.
   *
   * @param ended told from time to time how many tests have ended
   * @throws SuiteRunException if the run came to no result
   */
  public static NativeCheck run(
      SuiteRun run,
      NativeReads reads,
      Collection<SparkSuite> suites,
      ExpectedFailures list,
      IntConsumer ended)
      throws SuiteRunException, IOException, InterruptedException {
    long start = System.nanoTime();
    Map<TestName, Outcome> outcomes = new TreeMap<>(run.run(suites, ended));
    for (SparkSuite suite : suites) {
      if (outcomes.keySet().stream().noneMatch(test -> test.suite() == suite)) {
        throw new SuiteRunException(run.label() + ": " + suite.simpleName() + " ran no test");
      }
    }
    List<SecondRun> seconds = new ArrayList<>();
    List<TestName> again =
        results(reads, outcomes, list).stream()
            .filter(result -> !result.kept() && !result.test().isWholeSuite())
            .map(NativeResult::test)
            .toList();
    if (!again.isEmpty()) {
      Map<TestName, Outcome> alone = run.runOnly(again);
      for (TestName test : again) {
        Outcome second = alone.getOrDefault(test, new Outcome.Absent());
        Outcome first = outcomes.put(test, second);
        if (first != null) {
          seconds.add(new SecondRun(test, SecondRun.Side.NATIVE, first, second));
        }
      }
    }
    return new NativeCheck(
        reads,
        results(reads, outcomes, list),
        seconds,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  static List<NativeResult> results(
      NativeReads reads, Map<TestName, Outcome> outcomes, ExpectedFailures list) {
    return new TreeMap<>(outcomes)
        .entrySet().stream()
            .map(
                test ->
                    new NativeResult(test.getKey(), test.getValue(), list.of(test.getKey(), reads)))
            .toList();
  }

  /** Whether each test passed, or failed as the list has it. */
  public boolean kept() {
    return unlisted().isEmpty();
  }

  /** Failures that the list does not have, or has otherwise. */
  public List<NativeResult> unlisted() {
    return results.stream().filter(result -> !result.kept()).toList();
  }

  /** Failures that the list has. */
  public List<NativeResult> listed() {
    return results.stream().filter(NativeResult::failedAsListed).toList();
  }

  /** Tests that the list has as failures, and that passed or were skipped. */
  public List<NativeResult> needless() {
    return results.stream().filter(NativeResult::needless).toList();
  }

  /** The part of it that is about one suite. */
  public NativeCheck of(SparkSuite suite) {
    return new NativeCheck(
        reads,
        results.stream().filter(result -> result.test().suite() == suite).toList(),
        List.of(),
        millisElapsed);
  }

  /** How many tests there are by name. */
  public long tests() {
    return results.stream().filter(result -> !result.test().isWholeSuite()).count();
  }

  public long passed() {
    return results.stream().filter(r -> r.outcome() instanceof Outcome.Passed).count();
  }
}
