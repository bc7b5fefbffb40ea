package dev.lockstep.spark.suites;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * R14 on one version: the same suites on stock and on patched classes.
 *
 * @param comparison after the second runs
 * @param secondRuns what was run again, and what came of it
 * @param millisElapsed of all of it
 */
public record VersionCheck(Comparison comparison, List<SecondRun> secondRuns, long millisElapsed) {
  public VersionCheck {
    secondRuns = List.copyOf(secondRuns);
  }

  /**
   * Runs both sides at the same time. A test that failed on one side only is then run once more on
   * that side, alone: the suites hold timeouts, and a busy machine is no difference.
   *
   * @param ended told from time to time how many tests have ended, on both sides together
   * @throws SuiteRunException if either run came to no result; the other one is killed
   */
  public static VersionCheck run(
      SuiteRun stock, SuiteRun patched, Collection<SparkSuite> suites, IntConsumer ended)
      throws SuiteRunException, IOException, InterruptedException {
    long start = System.nanoTime();
    AtomicInteger ofStock = new AtomicInteger();
    AtomicInteger ofPatched = new AtomicInteger();
    List<Map<TestName, Outcome>> both =
        atOnce(
            () -> stock.run(suites, adding(ofStock, ofPatched, ended)),
            () -> patched.run(suites, adding(ofPatched, ofStock, ended)));
    Map<TestName, Outcome> onStock = new TreeMap<>(both.get(0));
    Map<TestName, Outcome> onPatched = new TreeMap<>(both.get(1));
    for (SparkSuite suite : suites) {
      if (Comparison.of(onStock, Map.of()).of(suite).tests() == 0) {
        // Two sides that ran nothing would be the same.
        throw new SuiteRunException(stock.label() + ": " + suite.simpleName() + " ran no test");
      }
    }
    List<TestPair> differences = Comparison.of(onStock, onPatched).differences();
    List<SecondRun> seconds = new ArrayList<>();
    again(stock, SecondRun.Side.STOCK, differences, onStock, seconds);
    again(patched, SecondRun.Side.PATCHED, differences, onPatched, seconds);
    return new VersionCheck(
        Comparison.of(onStock, onPatched),
        seconds,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private static IntConsumer adding(AtomicInteger mine, AtomicInteger other, IntConsumer ended) {
    return count -> {
      mine.set(count);
      ended.accept(count + other.get());
    };
  }

  private static void again(
      SuiteRun run,
      SecondRun.Side side,
      List<TestPair> differences,
      Map<TestName, Outcome> outcomes,
      List<SecondRun> seconds)
      throws SuiteRunException, IOException, InterruptedException {
    List<TestName> failed =
        differences.stream()
            .map(TestPair::test)
            .filter(test -> !test.isWholeSuite())
            .filter(test -> outcomes.get(test) instanceof Outcome.Failed)
            .toList();
    if (failed.isEmpty()) {
      return;
    }
    Map<TestName, Outcome> alone = run.runOnly(failed);
    for (TestName test : failed) {
      Outcome second = alone.getOrDefault(test, new Outcome.Absent());
      Outcome first = outcomes.put(test, second);
      if (first != null) {
        seconds.add(new SecondRun(test, side, first, second));
      }
    }
  }

  /** Both results in order; if one fails the other one is interrupted and waited for. */
  private static <T> List<T> atOnce(Callable<T> one, Callable<T> other)
      throws SuiteRunException, IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      ExecutorCompletionService<T> ready = new ExecutorCompletionService<>(threads);
      List<Future<T>> futures = List.of(ready.submit(one), ready.submit(other));
      ready.take().get();
      ready.take().get();
      return List.of(futures.get(0).get(), futures.get(1).get());
    } catch (ExecutionException e) {
      throw cause(e);
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private static IllegalStateException cause(ExecutionException e)
      throws SuiteRunException, IOException {
    if (e.getCause() instanceof SuiteRunException known) {
      throw known;
    } else if (e.getCause() instanceof IOException known) {
      throw known;
    }
    return new IllegalStateException(e.getCause());
  }
}
