package dev.lockstep.schedule.soak;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Short pauses between a thread's steps in woven code, by chance. A machine with few processors
 * hardly ever changes threads inside of a few instructions, which is where errors are.
 */
public final class Noise {
  private static final int ONE_IN = 50;
  private static final long NANOS_MAX = 100_000;
  private static final ThreadLocal<@Nullable SplittableRandom> OF_THREAD = new ThreadLocal<>();

  private Noise() {}

  /** This thread pauses from now on, as the seed says. */
  static void begin(long seed) {
    OF_THREAD.set(new SplittableRandom(seed));
  }

  /** Called by woven code. Threads that have not begun never pause. */
  public static void here() {
    SplittableRandom random = OF_THREAD.get();
    if (random == null || random.nextInt(ONE_IN) > 0) {
      return;
    }
    if (random.nextBoolean()) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(random.nextLong(NANOS_MAX));
    }
  }
}
