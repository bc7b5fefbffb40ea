package dev.lockstep.spark.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs mutants on checks, several workers at once; each result is written as it comes.
 *
 * @param folder where workers leave their files
 * @param main the kind of workers that is asked first
 * @param mainSound what it says of the sound store
 * @param tests the kind that runs our tests, asked between cheap and dear checks; null for none
 * @param testsSound what it says of the sound store; null for none
 * @param probes of the classes
 * @param effort how many checks
 * @param limit processor time for a check on a mutant at most
 * @param workers how many at once
 */
public record MutantRun(
    Path folder,
    WorkerKind main,
    Baseline mainSound,
    @Nullable WorkerKind tests,
    @Nullable Baseline testsSound,
    ProbeTable probes,
    Effort effort,
    Duration limit,
    int workers) {

  /** A mutant that is to be run. */
  public record Task(Mutant mutant, byte[] bytes, Versions versions) {}

  /**
   * Runs them all.
   *
   * @param results where results go
   * @param done told each
   * @throws IOException if a worker does not start, or the disk is full
   */
  public void run(List<Task> tasks, ResultFile results, Consumer<Result> done)
      throws IOException, InterruptedException {
    ConcurrentLinkedQueue<Task> left = new ConcurrentLinkedQueue<>(tasks);
    AtomicReference<Exception> failure = new AtomicReference<>();
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    List<Future<?>> futures = new ArrayList<>();
    try {
      for (int i = 0; i < Math.min(workers, tasks.size()); i++) {
        Path own = Files.createDirectories(folder.resolve("worker-" + (i + 1)));
        futures.add(pool.submit(() -> serve(left, own, results, done, failure)));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker's thread failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
    Exception failed = failure.get();
    if (failed instanceof IOException io) {
      throw io;
    } else if (failed != null) {
      throw new IllegalStateException("a worker's thread failed", failed);
    }
  }

  private void serve(
      ConcurrentLinkedQueue<Task> left,
      Path own,
      ResultFile results,
      Consumer<Result> done,
      AtomicReference<Exception> failure) {
    try (Bench bench = new Bench(main, own, mainSound, limit);
        Bench testBench =
            tests == null || testsSound == null
                ? bench
                : new Bench(tests, own, testsSound, limit)) {
      for (Task task = left.poll(); task != null && failure.get() == null; task = left.poll()) {
        Verdict verdict = judge(task, bench, testBench);
        Result result = Result.of(task.mutant(), task.versions().of(verdict), verdict);
        results.add(result);
        done.accept(result);
      }
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Verdict judge(Task task, Bench bench, Bench testBench)
      throws IOException, InterruptedException {
    int probe = probes.of(task.mutant());
    Verdict verdict =
        bench.run(
            task.mutant(),
            task.bytes(),
            choose(mainSound, probe, EnumSet.of(Stage.CORPUS)),
            choose(
                mainSound,
                probe,
                EnumSet.of(Stage.COVER, Stage.RANDOM, Stage.MANAGED, Stage.SUITES)));
    if (!verdict.status().noticed() && testsSound != null) {
      verdict =
          after(
              verdict,
              testBench.run(
                  task.mutant(),
                  task.bytes(),
                  List.of(),
                  choose(testsSound, probe, EnumSet.of(Stage.TESTS))));
    }
    if (!verdict.status().noticed()) {
      List<Integer> dear = choose(mainSound, probe, EnumSet.of(Stage.PAIRS, Stage.LED));
      if (!dear.isEmpty()) {
        verdict = after(verdict, bench.run(task.mutant(), task.bytes(), List.of(), dear));
      }
    }
    return verdict;
  }

  private List<Integer> choose(Baseline baseline, int probe, Set<Stage> stages) {
    return effort.choose(baseline, probe, stages);
  }

  private static Verdict after(Verdict first, Verdict second) {
    Status status =
        second.status().noticed()
            ? second.status()
            : first.checks() + second.checks() > 0 ? Status.SURVIVED : Status.NOT_RUN;
    return new Verdict(
        status,
        second.stage(),
        second.by(),
        second.words(),
        first.traces(),
        first.millis() + second.millis(),
        first.checks() + second.checks());
  }

  /** The result of a mutant that was run before, if it still holds. */
  public static Optional<Result> before(ResultFile results, Task task) {
    return results.find(task.mutant().key(), task.versions());
  }
}
