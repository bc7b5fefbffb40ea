package dev.lockstep.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One run of some threads. Exactly one of them runs at any time; whoever stops makes the scheduler
 * choose, and hands over. So all of this is confined to the running thread, and handing over makes
 * it visible to the next.
 */
public final class Execution implements Situation {
  private final Worker[] workers;
  private final Scheduler scheduler;
  private final int stepsMax;
  private final Thread caller = Thread.currentThread();
  private final Map<Object, ShadowLock> locks = new IdentityHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private int last = -1;
  private @Nullable Ending ending;
  private List<Run.ThreadEnd> ends = List.of();
  private @Nullable Throwable failure;
  private volatile boolean over;

  private Execution(Worker[] workers, Scheduler scheduler, int stepsMax) {
    this.workers = workers;
    this.scheduler = scheduler;
    this.stepsMax = stepsMax;
  }

  /**
   * Runs bodies to their ends, or until they hang or the scheduler stops them. All that they share
   * must have been made by the caller, by {@link Points#quietly} or before.
   *
   * @param stepsMax the run has no end if it takes more
   * @throws RuntimeException what the scheduler throws
   */
  public static Run run(Workers pool, List<Body> bodies, Scheduler scheduler, int stepsMax) {
    Worker[] workers = new Worker[bodies.size()];
    Arrays.setAll(workers, pool::get);
    Execution execution = new Execution(workers, scheduler, stepsMax);
    for (int t = 0; t < workers.length; t++) {
      workers[t].assign(execution, t, bodies.get(t));
    }
    execution.handOver(execution.decide());
    while (!execution.over) {
      LockSupport.park(execution);
    }
    for (Worker worker : workers) {
      worker.execution = null;
    }
    if (execution.failure instanceof Error error) {
      throw error;
    } else if (execution.failure instanceof RuntimeException failure) {
      throw failure;
    }
    return new Run(Objects.requireNonNull(execution.ending), execution.steps, execution.ends);
  }

  // What the points do

  /** Stops the thread before an operation; returns when it is its turn. */
  void stopBefore(Worker worker, Operation operation) {
    if (worker.looking > 0) {
      return;
    }
    if (ending != null) {
      throw new AbortedRun();
    }
    worker.pending = operation;
    int next = decide();
    if (next != worker.number) {
      handOver(next);
      worker.awaitTurn();
      if (ending != null) {
        throw new AbortedRun();
      }
    }
    worker.pending = null;
  }

  void lock(Worker worker, Object lock, String site) {
    ShadowLock shadow = shadowOf(lock);
    if (shadow.owner != worker) {
      stopBefore(worker, Operation.lock(Operation.Kind.LOCK, lock, site));
    }
    if (worker.looking == 0) {
      shadow.take(worker, 1);
    }
  }

  boolean tryLock(Worker worker, Object lock, String site) {
    ShadowLock shadow = shadowOf(lock);
    if (shadow.owner != worker) {
      stopBefore(worker, Operation.lock(Operation.Kind.TRY_LOCK, lock, site));
    }
    if (!shadow.isFreeFor(worker)) {
      return false;
    }
    shadow.take(worker, 1);
    return true;
  }

  void unlock(Worker worker, Object lock) {
    if (worker.looking == 0) {
      ShadowLock shadow = shadowOf(lock);
      shadow.giveBack(worker);
      released(lock, shadow);
    }
  }

  private void released(Object lock, ShadowLock shadow) {
    if (shadow.owner == null && ending == null) {
      steps.get(steps.size() - 1).releases(lock);
    }
  }

  boolean holds(Worker worker, Object lock) {
    return worker.looking > 0 || shadowOf(lock).owner == worker;
  }

  void await(Worker worker, Object condition, Object lock, String site)
      throws InterruptedException {
    throwIfInterrupted(worker);
    ShadowLock shadow = shadowOf(lock);
    if (shadow.owner != worker) {
      throw new IllegalMonitorStateException(site);
    }
    int holds = shadow.holds;
    shadow.owner = null;
    shadow.holds = 0;
    released(lock, shadow);
    worker.sleepsOn = condition;
    worker.sleptAt = steps.size();
    worker.woken = false;
    stopBefore(worker, Operation.lock(Operation.Kind.RELOCK, lock, site));
    worker.sleepsOn = null;
    shadow.take(worker, holds);
    if (!worker.woken) {
      throwIfInterrupted(worker);
    }
  }

  private static void throwIfInterrupted(Worker worker) throws InterruptedException {
    if (worker.interrupted) {
      worker.interrupted = false;
      throw new InterruptedException();
    }
  }

  /** Wakes all who sleep on a condition, or the one who has slept longest. */
  void signal(Object condition, boolean all) {
    Worker first = null;
    for (Worker worker : workers) {
      if (worker.sleepsOn == condition && !worker.woken) {
        if (all) {
          worker.woken = true;
        } else if (first == null || worker.sleptAt < first.sleptAt) {
          first = worker;
        }
      }
    }
    if (first != null) {
      first.woken = true;
    }
  }

  void interrupt(int thread) {
    workers[thread].interrupted = true;
  }

  private ShadowLock shadowOf(Object lock) {
    return locks.computeIfAbsent(lock, l -> new ShadowLock());
  }

  // Choosing

  /** The next thread, or {@link Scheduler#STOP} with an ending set. */
  private int decide() {
    boolean anyLeft = false;
    boolean anyEnabled = false;
    for (Worker worker : workers) {
      anyLeft |= !worker.ended;
      anyEnabled |= isEnabled(worker.number);
    }
    if (!anyLeft) {
      return end(Ending.COMPLETED);
    }
    if (!anyEnabled) {
      return end(anyWaitsForAnother() ? Ending.DEADLOCK : Ending.SLEEPS_FOR_EVER);
    }
    if (steps.size() >= stepsMax) {
      return end(Ending.STEP_LIMIT);
    }
    int next;
    try {
      next = scheduler.choose(this);
      if (next == Scheduler.STOP) {
        return end(Ending.STOPPED);
      }
      if (next < 0 || next >= workers.length || !isEnabled(next)) {
        throw new IllegalStateException("chose thread " + next + ", which can't go on");
      }
    } catch (RuntimeException | Error broken) {
      // On a thread of the run, whose code must not see it.
      failure = broken;
      return end(Ending.STOPPED);
    }
    steps.add(new Step(next, Objects.requireNonNull(workers[next].pending)));
    last = next;
    return next;
  }

  private int end(Ending how) {
    ending = how;
    List<Run.ThreadEnd> all = new ArrayList<>();
    for (Worker worker : workers) {
      all.add(
          new Run.ThreadEnd(
              worker.thrown,
              worker.pending,
              holderOfWhatItWaitsFor(worker.number),
              locks.entrySet().stream()
                  .filter(e -> e.getValue().owner == worker)
                  .map(Map.Entry::getKey)
                  .toList()));
    }
    ends = all;
    return Scheduler.STOP;
  }

  private boolean anyWaitsForAnother() {
    for (int t = 0; t < workers.length; t++) {
      int holder = holderOfWhatItWaitsFor(t);
      if (holder >= 0 && !workers[holder].ended) {
        return true;
      }
    }
    return false;
  }

  /** Who holds the lock that a thread is about to take, or -1. */
  private int holderOfWhatItWaitsFor(int thread) {
    Operation operation = workers[thread].pending;
    if (operation == null || operation.resource() == null) {
      return -1;
    }
    ShadowLock shadow = locks.get(operation.resource());
    return shadow == null || shadow.owner == null || shadow.isFreeFor(workers[thread])
        ? -1
        : shadow.owner.number;
  }

  @Override
  public @Nullable Throwable thrown(int thread) {
    return workers[thread].thrown;
  }

  @Override
  public int ownerOf(Object lock) {
    ShadowLock shadow = locks.get(lock);
    return shadow == null || shadow.owner == null ? -1 : shadow.owner.number;
  }

  @Override
  public boolean isAsleep(int thread) {
    Worker worker = workers[thread];
    return worker.sleepsOn != null && !worker.woken && !worker.interrupted;
  }

  /** Gives the turn away. When the run is over, threads that have begun unwind one by one. */
  private void handOver(int next) {
    if (next != Scheduler.STOP) {
      workers[next].giveTurn();
      return;
    }
    for (Worker worker : workers) {
      if (worker.begun && !worker.ended) {
        worker.giveTurn();
        return;
      }
    }
    over = true;
    LockSupport.unpark(caller);
  }

  void ended(Worker worker) {
    worker.ended = true;
    worker.pending = null;
    handOver(ending == null ? decide() : Scheduler.STOP);
  }

  // The situation

  @Override
  public int depth() {
    return steps.size();
  }

  @Override
  public int last() {
    return last;
  }

  @Override
  public int threads() {
    return workers.length;
  }

  @Override
  public boolean isEnabled(int thread) {
    Worker worker = workers[thread];
    Operation operation = worker.pending;
    return !worker.ended
        && operation != null
        && !isAsleep(thread)
        && (operation.kind() == Operation.Kind.TRY_LOCK || holderOfWhatItWaitsFor(thread) < 0);
  }

  @Override
  public @Nullable Operation pending(int thread) {
    return workers[thread].pending;
  }

  @Override
  public List<Step> steps() {
    return steps;
  }
}
