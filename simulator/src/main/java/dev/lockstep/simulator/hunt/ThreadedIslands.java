package dev.lockstep.simulator.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Islands on threads of this JVM. */
public final class ThreadedIslands implements IslandRunner, AutoCloseable {
  private final ExecutorService threads;

  /** So many threads. */
  public ThreadedIslands(int threads) {
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "lockstep-island");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public List<IslandState> run(List<IslandTask> tasks) {
    List<Callable<IslandState>> calls = new ArrayList<>();
    tasks.forEach(task -> calls.add(() -> Island.run(task)));
    List<IslandState> states = new ArrayList<>();
    try {
      for (Future<IslandState> state : threads.invokeAll(calls)) {
        states.add(state.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while islands were running", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an island failed", e.getCause());
    }
    return states;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
