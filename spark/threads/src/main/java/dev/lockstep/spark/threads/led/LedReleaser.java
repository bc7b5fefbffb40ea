package dev.lockstep.spark.threads.led;

import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.Points;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * The thread of deferred releases (R8): it runs what the store has handed to its executor, when it
 * is told to.
 */
final class LedReleaser implements Body, Executor {
  private final Deque<Runnable> handed = new ArrayDeque<>();

  @Override
  public void execute(Runnable work) {
    handed.add(work);
  }

  @Override
  public void run() {
    while (true) {
      Points.named(LedTask.IDLE, null);
      LedTask.attempt(handed.remove());
    }
  }
}
