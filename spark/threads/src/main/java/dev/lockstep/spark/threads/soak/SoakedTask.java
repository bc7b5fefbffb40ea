package dev.lockstep.spark.threads.soak;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

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
   * (docs/findings/put-after-stop.md): a task that begins, an ordinary put or removal. The clean-up
   * of a put that fails wants the disk store, whose folders a stop deletes first; its error takes
   * the place of the put's own.
   */
  static final class Lifecycle {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** Makes a call, unless the stop has begun; the stop waits for its end. */
    void beforeStop(Board board, Runnable call) {
      lock.readLock().lock();
      try {
        if (!board.hasStopBegun()) {
          call.run();
        }
      } finally {
        lock.readLock().unlock();
      }
    }

    /** From now on no such call begins, and none is under way. */
    void stopBegins(Board board) {
      lock.writeLock().lock();
      try {
        board.stopBegins();
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
    lifecycle.beforeStop(
        board,
        () -> {
          attempt = Attempt.begin(manager, board.nextAttempt());
          board.count(Count.TASK);
        });
  }
}
