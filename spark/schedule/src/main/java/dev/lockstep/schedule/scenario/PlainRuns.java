package dev.lockstep.schedule.scenario;

import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.Ending;
import dev.lockstep.schedule.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
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
      Subject.Prepared prepared = subject.prepare(scenario);
      Run run = once(prepared.bodies(), random);
      seen.merge(prepared.outcome(run).toString(), 1, Integer::sum);
      prepared.broken(run).forEach(broken -> seen.merge("broken: " + broken, 1, Integer::sum));
    }
    return seen;
  }

  private Run once(List<Body> bodies, SplittableRandom random) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(bodies.size());
    List<Thread> threads = new ArrayList<>();
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
    if (hangs) {
      // They are daemons: whoever can't be interrupted is left behind.
      threads.forEach(Thread::interrupt);
    }
    return new Run(hangs ? Ending.DEADLOCK : Ending.COMPLETED, List.of(), ends);
  }
}
