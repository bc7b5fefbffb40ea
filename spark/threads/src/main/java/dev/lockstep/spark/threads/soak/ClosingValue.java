package dev.lockstep.spark.threads.soak;

import java.util.SplittableRandom;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.util.KnownSizeEstimation;

/**
 * The value of a JVM block, which stock closes under the monitor when the block goes: a close that
 * pins, puts and removes native blocks.
 */
final class ClosingValue implements AutoCloseable, KnownSizeEstimation {
  private final Engine engine;
  private final SplittableRandom random;
  private final long bytes;

  ClosingValue(Engine engine, SplittableRandom random) {
    this.engine = engine;
    this.random = random.split();
    this.bytes = Board.UNIT * (1 + random.nextInt(3));
  }

  /** So that the size of the soak behind it does not count. */
  @Override
  public long estimatedSize() {
    return bytes;
  }

  @Override
  public void close() {
    engine.board().count(Count.CLOSE);
    for (int call = 0; call < 2; call++) {
      engine.callAgain(random);
    }
    if (random.nextInt(4) == 0) {
      try {
        engine.put(engine.board().newId(random), MemoryMode.ON_HEAP, random);
      } catch (Throwable thrown) {
        Expected.inReentry(thrown, engine.board());
      }
    }
  }
}
