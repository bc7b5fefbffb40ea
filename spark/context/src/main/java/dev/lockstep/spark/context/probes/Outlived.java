package dev.lockstep.spark.context.probes;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;
import org.jspecify.annotations.Nullable;

/**
 * R13 in local mode: a task that outlives its SparkContext, since a stop does not wait for the
 * threads of tasks, and what it can do when the next context has begun in the same JVM.
 */
final class Outlived {
  private static final NativeBlockId READ = Site.id("outlived");
  private static final SynchronousQueue<FutureTask<String>> CALLS = new SynchronousQueue<>();

  private static volatile long attempt;
  private static volatile Payload payload = Payload.plain();
  private static volatile @Nullable NativeBlockStore own;

  private Outlived() {}

  /** The store of the task's own context. */
  private static NativeBlockStore own() {
    return Objects.requireNonNull(own);
  }

  /** Starts the task, which pins a block and goes on until it is told to end. */
  static String start(Bench bench) throws InterruptedException {
    Held.daemon("job", () -> Expect.thrownBy(() -> bench.at(bench.first(), Outlived::serve)));
    return call(() -> "pinned by task attempt " + attempt);
  }

  private static String serve(Site site) throws InterruptedException {
    attempt = TaskContext.get().taskAttemptId();
    own = site.natives;
    payload = site.stored("outlived", 1);
    try (PinnedNativeBlock pin = own().pinNative(READ).orElseThrow()) {
      Expect.equal("block", READ, pin.id());
      FutureTask<String> call;
      do {
        call = CALLS.take();
        call.run();
      } while (!call.isCancelled());
    }
    return "";
  }

  /** Runs code on the task's thread. */
  private static String call(Callable<String> code) throws InterruptedException {
    FutureTask<String> call = new FutureTask<>(code);
    Expect.that(CALLS.offer(call, 20, TimeUnit.SECONDS), "a task that goes on");
    try {
      return call.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Expect.Unmet("on the thread of the task", e);
    }
  }

  /** The context has been stopped, and the task is reading still. */
  static String readerLosesItsPayload() throws InterruptedException {
    Expect.equal("releases of a payload under its reader", 1, payload.releases());
    return call(
        () -> {
          Expect.that(own().pinNative(READ).isEmpty(), "no pin in the store that has stopped");
          Expect.thrown(
              IllegalStateException.class,
              "a put of a task whose context has stopped",
              () -> own().putNative(READ, 1, MemoryMode.ON_HEAP, Payload.plain()));
          return "released under its reader, task attempt " + attempt;
        });
  }

  /** The next context, whose attempts begin again: the pins of one number are one task's. */
  static Probe inTheNextContext() {
    return Probe.of("R11", "attempts of a second context begin again", Outlived::next);
  }

  private static String next(Bench bench) throws InterruptedException {
    long before = -1;
    while (before < attempt - 1) {
      before = Long.parseLong(bench.at(bench.first(), Outlived::number));
    }
    Expect.equal("the attempt before", attempt - 1, before);
    bench.at(bench.first(), Outlived::twoOfOneNumber);
    String seen =
        bench.at(
            bench.first(),
            site -> {
              Held.until(
                  "the pin of the earlier context's task is lost", () -> site.readers(READ) == 0);
              return "a pin that the old task took in the new store went with the new task "
                  + attempt;
            });
    FutureTask<String> end = new FutureTask<>(() -> "");
    end.cancel(false);
    Expect.that(CALLS.offer(end, 5, TimeUnit.SECONDS), "an end of the task");
    return seen;
  }

  private static String number(Site site) {
    return Long.toString(TaskContext.get().taskAttemptId());
  }

  /** This task and the one of the context before have the same number. */
  private static String twoOfOneNumber(Site site) throws InterruptedException {
    Expect.equal("attempt", attempt, TaskContext.get().taskAttemptId());
    Expect.equal("put", NativePutResult.STORED, site.put(READ, 1_000, Payload.plain()));
    // The store that it had at its start knows it no more, which is the right answer.
    call(
        () -> {
          Expect.that(own().pinNative(READ).isEmpty(), "no pin in the store of the first context");
          Expect.that(
              NativeBlockStore.ofThisExecutor().pinNative(READ).isPresent(),
              "a pin in the store of the second context");
          return "";
        });
    Expect.equal("readers", 1, site.readers(READ));
    return "";
  }
}
