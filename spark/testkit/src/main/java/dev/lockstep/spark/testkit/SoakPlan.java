package dev.lockstep.spark.testkit;

import java.time.Duration;
import org.apache.spark.storage.memory.ReleaseMode;

/**
 * What a soak does. The seed fixes what each thread does next; in which order the threads run, the
 * machine decides.
 *
 * @param registrations blocks to store in all; each thread stops when it has stored its part
 * @param slots payloads of {@code payloadBytes} that fit into the pool; few, for many evictions
 * @param payloadBytes a payload is once or twice as large, and one of 100 is too large for the pool
 * @param throwingPercent of 100 releases, how many throw an ordinary error after freeing (R7)
 * @param patience after which a thread counts as hung
 */
public record SoakPlan(
    long seed,
    ReleaseMode mode,
    int threads,
    int registrations,
    int slots,
    long payloadBytes,
    int throwingPercent,
    Duration patience) {

  /** Checks the numbers. */
  public SoakPlan {
    if (threads < 1 || registrations < threads || payloadBytes < 1) {
      throw new IllegalArgumentException(
          "soak: expected a thread or more, a registration or more each, and payloads of a byte or"
              + " more; found "
              + threads
              + " threads, "
              + registrations
              + " registrations, "
              + payloadBytes
              + " bytes");
    }
    int pinned = 2 * threads * SoakWorker.MOST_OPEN;
    if (slots <= pinned) {
      throw new IllegalArgumentException(
          "soak: " + threads + " threads may pin " + pinned + " of " + slots + " slots; give more");
    }
    if (throwingPercent < 0 || throwingPercent > 100) {
      throw new IllegalArgumentException(
          "soak: throwingPercent: expected 0 to 100, found " + throwingPercent);
    }
  }

  /** 10,000 registrations by 8 threads, on a pool of 50 payloads of 4 KiB. */
  public static SoakPlan of(long seed, ReleaseMode mode) {
    return new SoakPlan(seed, mode, 8, 10_000, 50, 4096, 10, Duration.ofSeconds(60));
  }
}
