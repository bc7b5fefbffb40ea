package dev.lockstep.spark.replay;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Interrupts the thread that began it unless it is ended in time, so that no call hangs. */
final class Patience {
  static final long MILLIS_MAX = 10_000;

  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Thread waiter = Thread.currentThread();
  private boolean over;
  private boolean lost;
  private @Nullable ScheduledFuture<?> alarm;

  private Patience() {}

  /** The current thread has so many milliseconds from now on. */
  static Patience begin(long millis) {
    Patience patience = new Patience();
    patience.alarm = TIMER.schedule(patience::lose, millis, TimeUnit.MILLISECONDS);
    return patience;
  }

  /**
   * The call is over; the thread is not interrupted any more. More than one end does no harm.
   *
   * @return whether the thread was interrupted
   */
  boolean end() {
    if (alarm != null) {
      alarm.cancel(false);
    }
    synchronized (this) {
      if (lost && !over) {
        // The call may have come back by itself just then.
        Thread.interrupted();
      }
      over = true;
      return lost;
    }
  }

  private synchronized void lose() {
    if (!over) {
      lost = true;
      waiter.interrupt();
    }
  }

  /** One thread for all; it ends when there is nothing to do, so it holds no class loader. */
  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "lockstep-patience");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }
}
