package dev.lockstep.spark.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.memory.ReleaseMode;

/** R8: on which thread and under which locks a release runs, and that it waits for no caller. */
final class LockChecks {
  private static final String ADVICE =
      " A release that runs under Spark's monitor must not wait for a lock under which the engine"
          + " calls Spark. Free without that lock, or give it up before you call Spark, or run with "
          + ReleaseMode.KEY
          + "=deferred.";

  private LockChecks() {}

  /** What the engine does in one thread while Spark evicts in another. */
  enum Call {
    PUT("putNative") {
      @Override
      void act(EngineLab lab, NativeBlockId evicted) throws Exception {
        lab.put(EngineLab.id("late"), 2);
      }
    },
    OPEN("pinNative") {
      @Override
      void act(EngineLab lab, NativeBlockId evicted) throws Exception {
        lab.engine().open(evicted).ifPresent(OpenPayload::close);
      }
    },
    REMOVE("removeNative") {
      @Override
      void act(EngineLab lab, NativeBlockId evicted) throws Exception {
        lab.engine().remove(evicted);
      }
    };

    private final String name;

    Call(String name) {
      this.name = name;
    }

    abstract void act(EngineLab lab, NativeBlockId evicted) throws Exception;
  }

  /** Stops the engine inside its call, with the locks it has then, until the release has begun. */
  static void releaseWaitsForNoCall(EngineLab lab, Call call) throws Exception {
    NativeBlockId a = lab.stored("a", 1);
    CountDownLatch calling = new CountDownLatch(1);
    CountDownLatch releasing = releaseBegins(lab);
    lab.natives()
        .beforeCalls(
            () -> {
              calling.countDown();
              await(releasing);
            });
    CompletableFuture<Boolean> caller =
        lab.threads()
            .start(
                "thread that calls " + call.name,
                () -> {
                  call.act(lab, a);
                  // If the engine has not called Spark at all, nobody waits for it to do so.
                  calling.countDown();
                });
    bothEnd(lab, calling, caller, "inside the engine's call of " + call.name);
  }

  /** The same with the lock that the engine names. */
  static void releaseWaitsForNoLock(EngineLab lab) throws Exception {
    lab.stored("a", 1);
    NativeBlockStore spark = NativeBlockStore.of(lab.manager());
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch releasing = releaseBegins(lab);
    Runnable callSpark =
        () -> {
          locked.countDown();
          await(releasing);
          spark.putNative(EngineLab.id("empty"), 0, lab.mode(), () -> {});
        };
    CompletableFuture<Boolean> caller =
        lab.threads()
            .start("thread with the engine's lock", () -> lab.engine().underEngineLock(callSpark));
    bothEnd(lab, locked, caller, "calling Spark with the engine's lock held");
  }

  private static CountDownLatch releaseBegins(EngineLab lab) {
    CountDownLatch releasing = new CountDownLatch(1);
    lab.natives()
        .watch(
            new ReleaseWatch() {
              @Override
              public void begins(Registration registration) {
                releasing.countDown();
              }
            });
    return releasing;
  }

  private static void bothEnd(
      EngineLab lab, CountDownLatch calling, CompletableFuture<Boolean> caller, String where)
      throws Exception {
    CompletableFuture<Boolean> evictor =
        lab.threads()
            .start(
                "thread that evicts",
                () -> {
                  await(calling);
                  lab.press(EngineLab.SLOTS);
                });
    String hung =
        "R8: a hang. One thread evicts a block of the engine and runs its release; another is "
            + where
            + "."
            + ADVICE;
    lab.threads().await(evictor, hung);
    lab.threads().await(caller, hung);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where a release ran. */
  private record Place(Thread thread, boolean monitor) {}

  static void releaseRunsWhereItShould(EngineLab lab, ReleaseMode mode) throws Exception {
    lab.stored("a", 1);
    AtomicReference<Place> place = new AtomicReference<>();
    lab.natives()
        .watch(
            new ReleaseWatch() {
              @Override
              public void begins(Registration registration) {
                Thread thread = Thread.currentThread();
                place.set(new Place(thread, Thread.holdsLock(lab.manager().memory())));
              }
            });
    lab.press(EngineLab.SLOTS);

    Place seen = place.get();
    Verdict.that(seen != null, "R5: an evicted payload was not released.");
    if (seen == null) {
      return;
    }
    Verdict.that(
        seen.monitor() == (mode == ReleaseMode.MONITOR),
        "R8: %s mode, and the release ran %s the memory manager's monitor.",
        mode,
        seen.monitor() ? "under" : "without");
    Verdict.that(
        mode == ReleaseMode.DEFERRED || seen.thread() == Thread.currentThread(),
        "R8: the release ran on %s instead of the thread that evicts.",
        seen.thread());
  }
}
