package dev.lockstep.cli.regress;

import dev.lockstep.cli.run.Progress;
import dev.lockstep.schedule.Workers;
import dev.lockstep.schedule.scenario.Explorer;
import dev.lockstep.schedule.scenario.KnownScenarios;
import dev.lockstep.schedule.scenario.Outcomes;
import dev.lockstep.schedule.scenario.PairLibrary;
import dev.lockstep.schedule.scenario.ProbeScenarios;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.spark.launch.SparkThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** What threads can see: all that can come of scenarios, under every schedule, on each side. */
final class ThreadPart {
  /** A scenario with more schedules than this is not compared. */
  private static final long SCHEDULES_MAX = 100_000;

  private final Sides sides;
  private final BooleanSupplier isOver;

  ThreadPart(Sides sides, BooleanSupplier isOver) {
    this.sides = sides;
    this.isOver = isOver;
  }

  /**
   * What came of it.
   *
   * @param asked scenarios that there are
   * @param compared those whose outcomes are all known on both sides
   * @param notCompared those that have too many schedules on one side
   * @param schedules how many were run, on both sides
   * @param differences what differs, grouped, each with its example run again on both sides
   */
  record Report(
      int asked, int compared, int notCompared, long schedules, List<Difference> differences) {}

  Report run() throws InterruptedException {
    List<Scenario> scenarios = new ArrayList<>(ProbeScenarios.all());
    scenarios.addAll(KnownScenarios.of(sides.threadsPatched()));
    int always = scenarios.size();
    scenarios.addAll(PairLibrary.of(sides.threadsPatched()));
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (SparkThreads a = sides.threads(sides.a());
        SparkThreads b = sides.threads(sides.b());
        Progress progress = new Progress("threads", 2L * scenarios.size())) {
      AtomicLong done = new AtomicLong();
      Future<List<Outcomes>> ofA = pool.submit(() -> explore(a, scenarios, always, done, progress));
      Future<List<Outcomes>> ofB = pool.submit(() -> explore(b, scenarios, always, done, progress));
      return compare(scenarios.size(), get(ofA), get(ofB), a, b);
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * Explores one after the other.
   *
   * @param always how many of them are explored even if time is up: few, and the likeliest to tell
   */
  private List<Outcomes> explore(
      SparkThreads subject,
      List<Scenario> scenarios,
      int always,
      AtomicLong done,
      Progress progress) {
    List<Outcomes> outcomes = new ArrayList<>();
    try (Workers workers = new Workers(subject.loader())) {
      Explorer first = explorer(subject, workers, () -> false);
      Explorer timed = explorer(subject, workers, isOver);
      for (Scenario scenario : scenarios) {
        boolean mustRun = outcomes.size() < always;
        Outcomes next = (mustRun ? first : timed).outcomes(scenario);
        if (!mustRun && isOver.getAsBoolean()) {
          break; // It may have been cut short.
        }
        outcomes.add(next);
        progress.to(done.incrementAndGet());
      }
    }
    return outcomes;
  }

  private static Explorer explorer(
      SparkThreads subject, Workers workers, BooleanSupplier whenOver) {
    return new Explorer(subject, workers, new Explorer.Limits(SCHEDULES_MAX, 0, whenOver));
  }

  private static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("an exploration failed", e.getCause());
    }
  }

  private Report compare(
      int asked, List<Outcomes> ofA, List<Outcomes> ofB, SparkThreads a, SparkThreads b) {
    ThreadGroups groups = new ThreadGroups();
    int both = Math.min(ofA.size(), ofB.size());
    int compared = 0;
    for (int i = 0; i < both; i++) {
      if (ofA.get(i).complete() && ofB.get(i).complete()) {
        compared++;
        groups.add(ScenarioDifferences.of(ofA.get(i), ofB.get(i)));
      }
    }
    List<Difference> differences;
    try (Workers workersA = new Workers(a.loader());
        Workers workersB = new Workers(b.loader())) {
      differences =
          new ThreadDifferences(
                  sides, explorer(a, workersA, () -> false), explorer(b, workersB, () -> false))
              .of(groups);
    }
    long schedules =
        ofA.stream().mapToLong(Outcomes::schedules).sum()
            + ofB.stream().mapToLong(Outcomes::schedules).sum();
    return new Report(asked, compared, both - compared, schedules, differences);
  }
}
