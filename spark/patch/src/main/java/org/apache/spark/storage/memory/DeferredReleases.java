package org.apache.spark.storage.memory;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.storage.ReleaseReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.util.control.NonFatal$;

/**
 * The releases of a deferring store that have not run yet, oldest first (R8).
 *
 * <p>An entry comes here when it has left the store's map. Its bytes stay accounted for until its
 * release has returned or thrown. No release runs under the memory manager's monitor, and no two of
 * them at a time.
 *
 * <p>Locks: {@code turn}, then the monitor. Nobody who holds the monitor waits for {@code turn}.
 */
final class DeferredReleases {
  private static final Logger LOG = LoggerFactory.getLogger(DeferredReleases.class);
  private static final long IDLE_SECONDS = 10;

  /** A registration that has ended, and why. */
  record Due(NativeMemoryEntry entry, ReleaseReason reason) {}

  private final MemoryManager manager;
  private final Executor executor;

  /** Guarded by the monitor. */
  private final Queue<Due> queue = new ArrayDeque<>();

  /** The executor has been told of the queue and has not begun. Guarded by the monitor. */
  private boolean scheduled;

  /** Held by the thread whose turn it is to run releases. */
  private final ReentrantLock turn = new ReentrantLock();

  DeferredReleases(MemoryManager manager, Executor executor) {
    this.manager = manager;
    this.executor = executor;
  }

  /** A daemon thread of the store's own, made when a release is queued; it goes when idle. */
  static Executor thread() {
    return new ThreadPoolExecutor(
        0,
        1,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, "native-block-release");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * The caller holds the monitor. If no thread can be had now, the next entry or whoever awaits the
   * releases will run this one as well.
   */
  void add(Due due) {
    queue.add(due);
    if (!scheduled) {
      try {
        executor.execute(this::runScheduled);
        scheduled = true;
      } catch (RuntimeException | Error noThread) {
        LOG.warn(
            "No thread for the release of native block {} for now.", due.entry().id(), noThread);
      }
    }
  }

  private void runScheduled() {
    synchronized (manager) {
      scheduled = false;
    }
    runAll();
  }

  /** True on a thread that is inside a release of this store. */
  boolean isRunningHere() {
    return turn.isHeldByCurrentThread();
  }

  /**
   * Runs what is queued, and waits for a release that another thread has begun. The caller must not
   * hold the monitor. A fatal error of a release is thrown when all of them are done (R7).
   */
  void runAll() {
    runAllAnd(new ArrayDeque<>(0));
  }

  /**
   * Runs what is queued as {@link #runAll} does, and then releases that were never queued. Nobody
   * else sees those, so their fatal errors leave from here and from nowhere else.
   */
  void runAllAnd(Queue<Due> own) {
    if (Thread.holdsLock(manager)) {
      throw new IllegalStateException(
          "deferred releases can't be awaited with the memory manager's monitor held");
    }
    Throwable fatal = null;
    turn.lock();
    try {
      Due due;
      while ((due = next(own)) != null) {
        Throwable thrown = run(due);
        if (thrown != null) {
          fatal = Thrown.first(fatal, thrown);
        }
      }
    } finally {
      turn.unlock();
    }
    if (fatal != null) {
      throw Thrown.<RuntimeException>sneak(fatal);
    }
  }

  private @Nullable Due next(Queue<Due> own) {
    Due queued;
    synchronized (manager) {
      queued = queue.poll();
    }
    return queued == null ? own.poll() : queued;
  }

  /** R6: first the release, then the bytes; a fatal error is handed back. */
  private @Nullable Throwable run(Due due) {
    NativeMemoryEntry entry = due.entry();
    try {
      entry.release().release(entry.id(), due.reason());
      return null;
    } catch (Throwable thrown) {
      Thrown.log(entry, thrown);
      if (thrown instanceof InterruptedException) {
        // Of no concern to the call that evicted; to whoever awaits the releases, maybe.
        Thread.currentThread().interrupt();
        return null;
      }
      return NonFatal$.MODULE$.apply(thrown) ? null : thrown;
    } finally {
      synchronized (manager) {
        manager.releaseStorageMemory(entry.size(), entry.memoryMode());
        // A task that waits for execution memory has asked before these bytes were there.
        manager.notifyAll();
      }
    }
  }
}
