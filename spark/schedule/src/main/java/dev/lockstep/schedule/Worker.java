package dev.lockstep.schedule;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that runs only when it is told to. It serves one run after the other. */
final class Worker extends Thread {
  private static final int SPINS = 200;

  private volatile boolean go;
  private volatile boolean over;

  // Of the present run; changed by whoever runs, read by whoever runs next.
  @Nullable Execution execution;
  int number;
  @Nullable Body body;
  @Nullable Operation pending;
  boolean begun;
  boolean ended;
  @Nullable Throwable thrown;

  /** What it sleeps on, until it has the lock again. */
  @Nullable Object sleepsOn;

  int sleptAt;
  boolean woken;
  boolean interrupted;

  /** Above 0 while it only looks: then no point stops it. */
  int looking;

  Worker(String name) {
    super(name);
    setDaemon(true);
  }

  /** The one that the current thread is, in a run; else null. */
  static @Nullable Worker current() {
    return Thread.currentThread() instanceof Worker worker && worker.execution != null
        ? worker
        : null;
  }

  void assign(Execution run, int as, Body what) {
    execution = run;
    number = as;
    body = what;
    pending = Operation.start();
    begun = false;
    ended = false;
    thrown = null;
    sleepsOn = null;
    woken = false;
    interrupted = false;
    looking = 0;
  }

  @Override
  public void run() {
    while (true) {
      awaitTurn();
      if (over) {
        return;
      }
      Execution run = execution;
      Body what = body;
      if (run == null || what == null) {
        throw new IllegalStateException("a turn without a run");
      }
      begun = true;
      pending = null;
      try {
        what.run();
      } catch (AbortedRun aborted) {
        // Its run was over.
      } catch (Throwable failure) {
        thrown = failure;
      }
      run.ended(this);
    }
  }

  void giveTurn() {
    go = true;
    LockSupport.unpark(this);
  }

  void awaitTurn() {
    for (int i = 0; i < SPINS && !go; i++) {
      Thread.onSpinWait();
    }
    while (!go) {
      LockSupport.park(this);
      if (Thread.interrupted() && over) {
        return;
      }
    }
    go = false;
  }

  void retire() {
    over = true;
    giveTurn();
  }
}
