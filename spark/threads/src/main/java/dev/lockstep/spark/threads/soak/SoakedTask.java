package dev.lockstep.spark.threads.soak;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;

/**
 * A task after the other, for one thread or for several: one of them leads, which ends the attempt
 * and begins the next while the others make calls as it.
 */
final class SoakedTask {
  private final SoakedBlockManager manager;
  private final Board board;
  private final Lifecycle lifecycle;
  private final int threads;
  private volatile Attempt attempt;

  /**
   * What does not happen beside a stop, since stock has no answer to it
   * (docs/findings/put-after-stop.md).
   */
  static final class Lifecycle {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Board board;

    Lifecycle(Board board) {
      this.board = board;
    }

    /** A task begins, unless blocks and tasks are being forgotten. */
    void beforeClear(Runnable call) {
      unless(board::isStopping, call);
    }

    /**
     * An ordinary put or removal, unless the stop has begun. The clean-up of a put that fails wants
     * the disk store, whose folders a stop deletes first; its error takes the place of the put's.
     */
    void beforeStop(Runnable call) {
      unless(board::hasStopBegun, call);
    }

    private void unless(BooleanSupplier isOver, Runnable call) {
      lock.readLock().lock();
      try {
        if (!isOver.getAsBoolean()) {
          call.run();
        }
      } finally {
        lock.readLock().unlock();
      }
    }

    /** From now on no ordinary call begins, and none is under way. */
    void stopBegins() {
      waitingFor(board::stopBegins);
    }

    /** From now on no task begins. */
    void stops() {
      waitingFor(board::stops);
    }

    private void waitingFor(Runnable step) {
      lock.writeLock().lock();
      try {
        step.run();
      } finally {
        lock.writeLock().unlock();
      }
    }
  }

  SoakedTask(SoakedBlockManager manager, Board board, Lifecycle lifecycle, int threads) {
    this.manager = manager;
    this.board = board;
    this.lifecycle = lifecycle;
    this.threads = threads;
    this.attempt = Attempt.begin(manager, board.nextAttempt());
  }

  /** Other threads may be in the middle of calls as this attempt. */
  boolean isShared() {
    return threads > 1;
  }

  /** May have ended. */
  Attempt attempt() {
    return attempt;
  }

  /** The leader's. */
  void end() {
    attempt.end(manager);
  }

  /** The leader's. */
  void beginNext() {
    lifecycle.beforeClear(
        () -> {
          attempt = Attempt.begin(manager, board.nextAttempt());
          board.count(Count.TASK);
        });
  }
}
