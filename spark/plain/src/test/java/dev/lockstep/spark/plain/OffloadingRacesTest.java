package dev.lockstep.spark.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More than one thread: what may not happen in any order. */
class OffloadingRacesTest {
  private static final int ROUNDS = 2000;

  private final ExecutorService threads = Executors.newFixedThreadPool(3);
  private final Bench bench = new Bench();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** A payload that knows how often it was freed, and whether somebody reads it. */
  private static final class Counted {
    final AtomicInteger freed = new AtomicInteger();
    final AtomicInteger readers = new AtomicInteger();
    volatile boolean freedUnderReader;

    void free() {
      freedUnderReader |= readers.get() > 0;
      freed.incrementAndGet();
    }
  }

  /** The put has made its info and waits for the monitor, which the stop has. */
  @Test
  void putThatAStopOvertakesIsNotTaken() throws Exception {
    Counted payload = new Counted();
    Future<Offloading.Answer> put;
    synchronized (bench.memory) {
      put = threads.submit(() -> bench.offload("a", 100, payload::free));
      while (bench.offloading.locks().get(Bench.id("a")).isEmpty()) {
        Thread.onSpinWait();
      }
      bench.stop();
    }

    assertThat(done(put)).isEqualTo(Offloading.Answer.FULL);
    assertThat(payload.freed.get()).isZero();
    assertThat(bench.offloading.store().contains(Bench.id("a"))).isFalse();
    assertThat(bench.bytesUsed()).isZero();
  }

  @Test
  void lentBlockIsNeverFreedAndLocksAreNeverLost() throws Exception {
    Queue<Counted> all = new ConcurrentLinkedQueue<>();
    Counted[] current = new Counted[1];
    Future<?> putter =
        threads.submit(
            () -> {
              for (int i = 0; i < ROUNDS; i++) {
                Counted payload = new Counted();
                // Seen by whoever borrows: the block lock orders the two.
                current[0] = payload;
                if (bench.offload("a", 600, payload::free) == Offloading.Answer.TAKEN) {
                  all.add(payload);
                }
                bench.offload("b", 600, () -> {});
                bench.offloading.discard(Bench.id("b"));
                bench.offloading.discard(Bench.id("a"));
              }
            });
    List<Future<?>> readers = new ArrayList<>();
    for (int reader = 0; reader < 2; reader++) {
      readers.add(
          threads.submit(
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  Loan loan = bench.offloading.borrow(Bench.id("a"));
                  if (loan != null) {
                    Counted payload = current[0];
                    payload.readers.incrementAndGet();
                    Thread.yield();
                    payload.readers.decrementAndGet();
                    loan.close();
                  }
                }
              }));
    }
    done(putter);
    for (Future<?> reader : readers) {
      done(reader);
    }

    assertThat(all).noneMatch(payload -> payload.freedUnderReader);
    assertThat(all).allMatch(payload -> payload.freed.get() == 1);
    assertThat(bench.bytesUsed()).isZero();
    assertThat(bench.offloading.locks().size()).isZero();
  }

  private static <T> T done(Future<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(60, TimeUnit.SECONDS);
  }
}
