package dev.lockstep.cli.specmutants;

import dev.lockstep.cli.run.CommandFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads that all do the same until there is nothing left of it. */
final class Workers {
  private Workers() {}

  /** What each of them came to; the first that fails ends the others. */
  static <T> List<T> run(int count, Callable<T> work) throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(count);
    ExecutorCompletionService<T> workers = new ExecutorCompletionService<>(pool);
    try {
      for (int i = 0; i < count; i++) {
        workers.submit(work);
      }
      List<T> results = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        results.add(workers.take().get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      } else if (e.getCause() instanceof CommandFailure failure) {
        throw failure;
      }
      throw new IllegalStateException("a worker failed", e.getCause());
    } finally {
      pool.shutdownNow();
      // Each puts its copy of the spec away.
      boolean unused = pool.awaitTermination(20, TimeUnit.SECONDS);
    }
  }
}
