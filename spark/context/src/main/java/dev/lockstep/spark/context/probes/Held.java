package dev.lockstep.spark.context.probes;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.spark.storage.NativeBlockId;
import scala.Option;

/** A block that a thread of this JVM holds write-locked until it is told to let go. */
final class Held {
  private static CountDownLatch letGo = new CountDownLatch(0);

  private Held() {}

  /** Returns when the block is locked. */
  static void lock(Site site, NativeBlockId id) throws InterruptedException {
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    letGo = end;
    daemon(
        "holder",
        () -> {
          // Outside of any task.
          Expect.that(site.locks.lockForWriting(id, true).isDefined(), "a block to hold");
          locked.countDown();
          end.await(60, TimeUnit.SECONDS);
          site.locks.unlock(id, Option.empty());
        });
    Expect.that(locked.await(5, TimeUnit.SECONDS), "the lock of " + id);
  }

  static void letGo() {
    letGo.countDown();
  }

  static Thread daemon(String name, Expect.Code code) {
    Thread thread =
        new Thread(
            () -> {
              try {
                code.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (Throwable e) {
                throw new IllegalStateException(name, e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Waits up to 5 s. */
  static void until(String what, BooleanSupplier holds) throws InterruptedException {
    until(what, holds, 500);
  }

  /** Waits that often 10 ms. */
  static void until(String what, BooleanSupplier holds, int times) throws InterruptedException {
    for (int tries = 0; tries < times; tries++) {
      if (holds.getAsBoolean()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new Expect.Unmet("did not come true in " + times * 10 + " ms: " + what);
  }
}
