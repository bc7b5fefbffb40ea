package dev.lockstep.spark.suites;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process that is gone, with all that it started, when the call returns or throws. */
final class BoundedProcess {
  private static final long POLL_MILLIS = 500;

  private BoundedProcess() {}

  /**
   * Starts a process and waits for its end, for {@code limit} at most.
   *
   * @param poll called every half second while it runs
   * @return its exit code, or nothing if time ran out
   * @throws InterruptedException when this thread is interrupted
   */
  static OptionalInt run(ProcessBuilder builder, Duration limit, Runnable poll)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Process process = builder.start();
    Thread guard = new Thread(() -> kill(process), "lockstep-suite-guard");
    Runtime.getRuntime().addShutdownHook(guard);
    try {
      while (true) {
        long millisLeft = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (process.waitFor(Math.min(POLL_MILLIS, millisLeft), TimeUnit.MILLISECONDS)) {
          poll.run();
          return OptionalInt.of(process.exitValue());
        } else if (millisLeft <= 0) {
          return OptionalInt.empty();
        }
        poll.run();
      }
    } finally {
      kill(process);
      forget(guard);
    }
  }

  /** Children first: once their parent is gone nobody knows whose they are. */
  private static void kill(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Our own process is going down: the hook does its work.
    }
  }
}
