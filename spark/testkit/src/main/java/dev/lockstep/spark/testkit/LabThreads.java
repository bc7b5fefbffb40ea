package dev.lockstep.spark.testkit;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opentest4j.AssertionFailedError;

/**
 * The threads of one check. No wait for one of them lasts longer than the patience: a hang fails
 * the check, with a report of who waits for whom, and leaves daemon threads behind.
 */
final class LabThreads {
  private final Duration patience;
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  LabThreads(Duration patience) {
    this.patience = patience;
  }

  /** Starts a thread; the name says its part. True when it has ended well. */
  CompletableFuture<Boolean> start(String name, Body body) {
    return start(
        name,
        () -> {
          body.run();
          return true;
        });
  }

  /** Calls on a thread of its own, and waits for the answer as {@link #await} does. */
  <T> T call(String name, Callable<T> body, String ifNot) throws Exception {
    return await(start(name, body), ifNot);
  }

  private <T> CompletableFuture<T> start(String name, Callable<T> body) {
    CompletableFuture<T> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                end.complete(body.call());
              } catch (Throwable failure) {
                end.completeExceptionally(failure);
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return end;
  }

  /**
   * Waits for the end of a thread; returns or throws what it did.
   *
   * @param ifNot what it means if it doesn't end
   */
  <T> T await(CompletableFuture<T> end, String ifNot) throws Exception {
    try {
      return end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionFailedError(
          ifNot
              + System.lineSeparator()
              + "Nothing ended within "
              + patience.toSeconds()
              + " s. "
              + ThreadReport.of(threads),
          e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw LabThreads.<RuntimeException>sneak(cause == null ? e : cause);
    }
  }

  /** True if the thread still has not ended after a short while; for what should wait. */
  static boolean stillRuns(CompletableFuture<Boolean> thread) throws InterruptedException {
    try {
      thread.get(100, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    } catch (ExecutionException e) {
      return false;
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
