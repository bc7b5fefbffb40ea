package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The measured reads on the real stores, by real threads. */
class StoreReadsTest {
  private static final int THREADS = 4;
  private static final int CALLS = 2000;

  @ParameterizedTest
  @CsvSource({
    "STOCK, GET, OWN",
    "STOCK, GET, SAME",
    "PATCHED, PIN, OWN",
    "PATCHED, PIN, SAME",
    "PATCHED, LOCK, OWN",
    "PATCHED, LOCK, SAME",
    "PATCHED, LOCK_AND_NOTE, OWN",
    "PATCHED, PIN_AND_SCAN, OWN"
  })
  void threadsReadAndNothingIsEvicted(StoreVariant variant, Read read, Sharing sharing)
      throws Exception {
    int calls = read == Read.PIN_AND_SCAN ? 20 : CALLS;
    try (StoreLoader loader = open(variant)) {
      IntFunction<StoreOperation> store = loader.readers(read, sharing);
      inThreads(
          thread -> {
            StoreOperation reads = store.apply(thread);
            for (int call = 0; call < calls; call++) {
              reads.once();
            }
            assertThat(reads.calls()).isEqualTo(calls);
            assertThat(reads.evictions()).isZero();
          });
    }
  }

  /** Every put is held once; more puts than the store has blocks evict. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOBODY")
  void eachPutTellsOneHoldWithOthersBesideIt(Beside beside) throws Exception {
    List<Long> holds = new ArrayList<>();
    Thread[] putting = new Thread[1];
    try (StoreLoader loader = open(StoreVariant.PATCHED)) {
      IntFunction<StoreOperation> store =
          loader.holds(
              beside,
              nanos -> {
                if (Thread.currentThread() == putting[0]) {
                  holds.add(nanos);
                }
              });
      inThreads(
          thread -> {
            StoreOperation operation = store.apply(thread);
            if (thread == 0) {
              putting[0] = Thread.currentThread();
            }
            for (int call = 0; call < (beside == Beside.SCAN ? 20 : CALLS); call++) {
              operation.once();
            }
            if (thread == 0 && beside != Beside.SCAN) {
              assertThat(operation.evictions()).isPositive();
            }
          });
    }
    assertThat(holds).hasSizeGreaterThanOrEqualTo(20).allMatch(nanos -> nanos >= 0);
  }

  private static StoreLoader open(StoreVariant variant) {
    return StoreLoader.open(variant, StoreLoaderTest.paths().of(variant));
  }

  /** A body for threads 0 to so many, which may throw. */
  private interface Body {
    void run(int thread) throws Exception;
  }

  private static void inThreads(Body body) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        runs.add(
            executor.submit(
                () -> {
                  body.run(thread);
                  return thread;
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
