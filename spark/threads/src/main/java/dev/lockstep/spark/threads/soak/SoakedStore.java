package dev.lockstep.spark.threads.soak;

import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.soak.Soak;
import dev.lockstep.schedule.soak.SoakPlan;
import dev.lockstep.schedule.soak.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Phaser;
import org.apache.spark.TaskContext$;
import org.apache.spark.storage.memory.ReleaseMode;

/**
 * One soak of one block manager, in three parts: at work; at work and decommissioned half way; at
 * work and stopped. Between them the threads rest, and the books are looked at: with nobody in a
 * call, with pins open, and when all tasks have ended.
 */
final class SoakedStore implements Soak.Prepared {
  /** Of each of two tasks; every other thread has a task of its own. */
  private static final int THREADS_OF_SHARED_TASK = 4;

  private static final int RESTS = 3;

  private final SoakedBlockManager manager;
  private final Board board;
  private final Engine engine;
  private final Once once;
  private final SoakedTask.Lifecycle lifecycle;
  private final List<SoakThread> threads = new ArrayList<>();
  private final Phaser rests;
  private volatile boolean stopped;

  SoakedStore(SoakPlan plan) {
    manager =
        SoakedBlockManager.create(
            Board.SLOTS * Board.UNIT, plan.deferred() ? ReleaseMode.DEFERRED : ReleaseMode.MONITOR);
    board = new Board(plan);
    engine = new Engine(manager, board);
    lifecycle = new SoakedTask.Lifecycle(board);
    once = new Once(plan);
    while (threads.size() < plan.threads()) {
      int size = threads.size() < 2 * THREADS_OF_SHARED_TASK ? THREADS_OF_SHARED_TASK : 1;
      SoakedTask task = new SoakedTask(manager, board, lifecycle, size);
      for (int i = 0; i < size; i++) {
        threads.add(new SoakThread(this, task, i == 0, threads.size()));
      }
    }
    rests =
        new Phaser(threads.size()) {
          @Override
          protected boolean onAdvance(int phase, int parties) {
            rest(phase);
            return board.hasFailed();
          }
        };
  }

  SoakedBlockManager manager() {
    return manager;
  }

  Engine engine() {
    return engine;
  }

  Once once() {
    return once;
  }

  SoakedTask.Lifecycle lifecycle() {
    return lifecycle;
  }

  void decommission() {
    board.decommissioned(true);
    manager.decommission();
  }

  /** Beside native calls of all kinds. */
  void stop() {
    lifecycle.stopBegins();
    try {
      manager.stop(lifecycle::stops);
    } finally {
      stopped = true;
    }
  }

  boolean hasStopped() {
    return stopped;
  }

  @Override
  public Object monitor() {
    return manager.memory();
  }

  @Override
  public List<Body> bodies() {
    return threads.stream().<Body>map(thread -> () -> run(thread)).toList();
  }

  private void run(SoakThread thread) {
    boolean ended = false;
    try {
      for (int part = 0; part < Once.PARTS && !board.hasFailed(); part++) {
        thread.steps(part);
        if (part < Once.PARTS - 1) {
          rests.arriveAndAwaitAdvance();
          thread.pinAtRest();
          rests.arriveAndAwaitAdvance();
          thread.endPart();
          rests.arriveAndAwaitAdvance();
          thread.beginPart();
        }
      }
      ended = !board.hasFailed();
    } finally {
      if (!ended) {
        rests.forceTermination();
      }
    }
  }

  /** On the thread that comes to rest last, as no task. */
  private void rest(int phase) {
    TaskContext$.MODULE$.unset();
    try {
      switch (phase % RESTS) {
        case 0 -> {
          settle();
          look(0);
        }
        case 1 -> look(threads.stream().mapToInt(SoakThread::openReads).sum());
        default -> {
          SoakThread.removeJvmBlocks(manager);
          settle();
          look(0);
          if (phase >= RESTS && !once.staysDecommissioned()) {
            manager.recommission();
            board.decommissioned(false);
          }
        }
      }
    } catch (Throwable failure) {
      board.broken("at rest: " + Stack.of(failure));
    }
  }

  private void look(int pins) {
    Books.atRest(manager, engine, pins).forEach(board::broken);
  }

  /** Deferred releases run, and may queue further ones. */
  private void settle() {
    for (int i = 0; i < 10; i++) {
      try {
        engine.natives().awaitReleases();
      } catch (Throwable thrown) {
        Expected.inReentry(thrown, board);
      }
    }
  }

  @Override
  public List<String> broken(boolean hangs) {
    List<String> broken = new ArrayList<>(board.broken());
    if (hangs) {
      broken.addAll(Books.ofLocks(manager, engine));
    }
    return broken;
  }

  @Override
  public List<String> brokenAtEnd() {
    List<String> broken = new ArrayList<>();
    if (!board.isStopping()) {
      return broken;
    }
    settle();
    broken.addAll(Books.atEnd(manager, engine));
    if (!board.plan().deferred()) {
      for (Throwable unseen : board.unseen()) {
        broken.add("R7: nobody has seen the fatal error of a release: " + Stack.of(unseen));
      }
    }
    return broken;
  }

  @Override
  public Map<String, Long> counts() {
    return board.counts();
  }
}
