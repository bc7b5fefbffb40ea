package dev.lockstep.schedule.scenario;

import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.Ending;
import dev.lockstep.schedule.Run;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The same scenario with plain threads and no scheduler, over and over: what a finding is confirmed
 * by. The operating system chooses; each thread begins after a pause of random length.
 */
public final class PlainRuns {
  private static final long HANG_MILLIS = 2000;
  private static final int SPINS_MAX = 2000;

  private final Subject subject;
  private final ClassLoader loader;
  private final long seed;

  /**
   * On a subject without points.
   *
   * @param loader the context class loader of all threads
   * @param seed of the pauses
   */
  public PlainRuns(Subject subject, ClassLoader loader, long seed) {
    this.subject = subject;
    this.loader = loader;
    this.seed = seed;
  }

  /**
   * Runs it.
   *
   * @param times how often
   * @param isOver true when time is up
   * @return how often each outcome and each broken rule was seen, by its text
   */
  public Map<String, Integer> run(Scenario scenario, int times, BooleanSupplier isOver)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < times && !isOver.getAsBoolean(); i++) {
      Subject.Prepared prepared = prepare(scenario);
      List<Thread> threads = new ArrayList<>();
      Run run = once(prepared.bodies(), random, threads);
      seen.merge(prepared.outcome(run).toString(), 1, Integer::sum);
      prepared.broken(run).forEach(broken -> seen.merge("broken: " + broken, 1, Integer::sum));
      // Not before all has been looked at. They are daemons: who can't be interrupted is left
      // behind.
      threads.forEach(Thread::interrupt);
    }
    return seen;
  }

  /** The setup, on a thread that can be left behind if it waits for ever. */
  private Subject.Prepared prepare(Scenario scenario) throws InterruptedException {
    FutureTask<Subject.Prepared> setup = new FutureTask<>(() -> subject.prepare(scenario));
    Thread thread = new Thread(setup);
    thread.setDaemon(true);
    thread.start();
    try {
      return setup.get(HANG_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new ScenarioException(scenario.toString(), "the setup waits for ever");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ScenarioException wrong) {
        throw wrong;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Run once(List<Body> bodies, SplittableRandom random, List<Thread> threads)
      throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(bodies.size());
    @Nullable Throwable[] thrown = new Throwable[bodies.size()];
    for (int t = 0; t < bodies.size(); t++) {
      int number = t;
      int spins = random.nextInt(SPINS_MAX);
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  for (int s = 0; s < spins; s++) {
                    Thread.onSpinWait();
                  }
                  bodies.get(number).run();
                } catch (Throwable e) {
                  thrown[number] = e;
                }
              });
      thread.setContextClassLoader(loader);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HANG_MILLIS);
    boolean hangs = false;
    for (Thread thread : threads) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      hangs |= thread.isAlive();
    }
    List<Run.ThreadEnd> ends = new ArrayList<>();
    for (int t = 0; t < bodies.size(); t++) {
      ends.add(new Run.ThreadEnd(hangs ? null : thrown[t], null, -1, List.of()));
    }
    return new Run(hangs ? hang() : Ending.COMPLETED, List.of(), ends);
  }

  /** A cycle of locks, or somebody who sleeps. */
  private static Ending hang() {
    return ManagementFactory.getThreadMXBean().findDeadlockedThreads() == null
        ? Ending.SLEEPS_FOR_EVER
        : Ending.DEADLOCK;
  }
}
