package dev.lockstep.schedule;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands values from one thread to another, one at a time: the next is put when the last was taken.
 * To wake a thread costs more than most of what is waited for, so whoever waits looks for a moment
 * before it sleeps.
 */
final class HandOver<T> {
  /** About as long as it takes to wake a thread. */
  static final int SPINS = 500;

  private final AtomicReference<@Nullable T> value = new AtomicReference<>();
  private volatile @Nullable Thread sleeper;

  void put(T next) {
    value.set(next);
    Thread asleep = sleeper;
    if (asleep != null) {
      LockSupport.unpark(asleep);
    }
  }

  /**
   * Waits for the next value.
   *
   * @return it; null if none came in time, or this thread was interrupted
   */
  @Nullable T take(long nanos) {
    for (int i = 0; i < SPINS && value.get() == null; i++) {
      Thread.onSpinWait();
    }
    if (value.get() == null) {
      sleep(nanos);
    }
    // In one step: a value that comes just when time is up is this one's, or the next one's.
    return value.getAndSet(null);
  }

  private void sleep(long nanos) {
    long end = System.nanoTime() + nanos;
    sleeper = Thread.currentThread();
    for (long left = nanos; value.get() == null && left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        break;
      }
    }
    sleeper = null;
  }
}
