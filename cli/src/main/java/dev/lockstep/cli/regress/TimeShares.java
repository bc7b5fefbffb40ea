package dev.lockstep.cli.regress;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The time of a run, of which each part has a share: what comes first can't leave nothing to what
 * comes later. What a part does not need goes to those after it.
 */
final class TimeShares {
  /** The parts that take as long as they may, in their order, in tenths of the time. */
  enum Share {
    PAIRS(6),
    TRANSITIONS(2),
    CALLS(2);

    private final int tenths;

    Share(int tenths) {
      this.tenths = tenths;
    }
  }

  private final long start = System.nanoTime();
  private final Duration limit;

  TimeShares(Duration limit) {
    this.limit = limit;
  }

  /** Begins a part; true from when its time is up. */
  BooleanSupplier begin(Share share) {
    int before = 0;
    for (Share earlier : Share.values()) {
      before += earlier.compareTo(share) <= 0 ? earlier.tenths : 0;
    }
    long now = System.nanoTime();
    long inTurn = start + limit.toNanos() / 10 * before;
    long own = now + limit.toNanos() / 10 * share.tenths;
    long end = inTurn - own > 0 ? inTurn : own;
    return () -> System.nanoTime() - end > 0;
  }
}
