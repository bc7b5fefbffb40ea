package org.apache.spark.storage.memory;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.memory.MemoryManager;
import org.jspecify.annotations.Nullable;
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
  private static final long IDLE_SECONDS = 10;

  private final MemoryManager manager;
  private final Executor executor;

  /** Guarded by the monitor. */
  private final Queue<NativeMemoryEntry> queue = new ArrayDeque<>();

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

  /** The caller holds the monitor. */
  void add(NativeMemoryEntry entry) {
    boolean first = queue.isEmpty();
    queue.add(entry);
    if (first) {
      executor.execute(this::runAll);
    }
  }

  /**
   * Runs what is queued, and waits for a release that another thread has begun. The caller must not
   * hold the monitor. A fatal error of a release is thrown when all of them are done (R7).
   */
  void runAll() {
    Throwable fatal = null;
    turn.lock();
    try {
      NativeMemoryEntry entry;
      while ((entry = next()) != null) {
        Throwable thrown = run(entry);
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

  private @Nullable NativeMemoryEntry next() {
    synchronized (manager) {
      return queue.poll();
    }
  }

  /** R6: first the release, then the bytes; a fatal error is handed back. */
  private @Nullable Throwable run(NativeMemoryEntry entry) {
    try {
      entry.release().release();
      return null;
    } catch (Throwable thrown) {
      Thrown.log(entry, thrown);
      // Nobody has interrupted a thread that only runs releases: it is the release's own error.
      return NonFatal$.MODULE$.apply(thrown) || thrown instanceof InterruptedException
          ? null
          : thrown;
    } finally {
      synchronized (manager) {
        manager.releaseStorageMemory(entry.size(), entry.memoryMode());
        // A task that waits for execution memory has asked before these bytes were there.
        manager.notifyAll();
      }
    }
  }
}
