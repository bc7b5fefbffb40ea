package dev.lockstep.schedule.soak;

import dev.lockstep.schedule.Body;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * One soak: its threads, and the time that they have. Threads that hang stay behind as daemons; the
 * report has what each of them waits for.
 */
public final class SoakRun {
  private final Soak.Prepared prepared;
  private final SoakPlan plan;
  private final ClassLoader loader;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  private SoakRun(Soak.Prepared prepared, SoakPlan plan, ClassLoader loader) {
    this.prepared = prepared;
    this.plan = plan;
    this.loader = loader;
  }

  /**
   * Runs what was prepared for a plan.
   *
   * @param loader the context class loader of all threads
   */
  public static SoakReport run(Soak.Prepared prepared, SoakPlan plan, ClassLoader loader)
      throws InterruptedException {
    return new SoakRun(prepared, plan, loader).run();
  }

  private SoakReport run() throws InterruptedException {
    long start = System.nanoTime();
    long deadline = start + plan.patience().toNanos();
    WaitProbe probe = WaitProbe.watch(prepared.monitor());
    List<String> broken = new ArrayList<>();
    try {
      int number = 0;
      for (Body body : prepared.bodies()) {
        start("soak " + number++, body);
      }
      boolean hangs = !endBy(deadline);
      broken.addAll(prepared.broken(hangs));
      if (!hangs && failures.isEmpty()) {
        FutureTask<List<String>> end = new FutureTask<>(prepared::brokenAtEnd);
        start("soak, the end", end::run);
        hangs = !endBy(deadline);
        broken.addAll(hangs ? List.of("the store does not come to rest") : resultOf(end));
      }
      if (hangs) {
        broken.add(
            "hangs: not done within "
                + plan.patience().toSeconds()
                + " s. "
                + ThreadDump.of(threads));
      }
    } finally {
      probe.forget();
    }
    broken.addAll(0, probe.broken());
    broken.addAll(0, failures);
    Map<String, Long> counts = new LinkedHashMap<>(prepared.counts());
    probe.waits().forEach((where, times) -> counts.put("waits in " + shortName(where), times));
    return new SoakReport(counts, broken, (System.nanoTime() - start) / 1e9);
  }

  /** The class, without its package, and the method. */
  private static String shortName(String where) {
    return where.substring(where.lastIndexOf('.', where.lastIndexOf('.') - 1) + 1);
  }

  private void start(String name, Body body) {
    long noise = plan.seed() * 1_000_003 + threads.size();
    Thread thread =
        new Thread(
            () -> {
              Noise.begin(noise);
              try {
                body.run();
              } catch (Throwable failure) {
                failures.add(name + ": " + Stack.of(failure));
              }
            },
            name);
    thread.setContextClassLoader(loader);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** False if some thread has not ended in time. */
  private boolean endBy(long deadline) throws InterruptedException {
    for (Thread thread : threads) {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> resultOf(FutureTask<List<String>> end) throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      return List.of("the end: " + Stack.of(e.getCause() == null ? e : e.getCause()));
    }
  }
}
