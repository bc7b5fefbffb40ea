package dev.lockstep.spark.threads;

import dev.lockstep.spark.replay.Units;
import java.util.List;
import org.apache.spark.util.KnownSizeEstimation;
import org.apache.spark.util.SizeEstimator;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** What blocks of values hold: two values that say how large they are. */
final class Values {
  /** What Spark's estimate adds for the array that holds them. */
  private static final long ARRAY_BYTES =
      SizeEstimator.estimate(new Object[] {new Sized(0), new Sized(0)});

  private Values() {}

  private record Sized(long estimatedSize) implements KnownSizeEstimation {}

  /** One that Spark closes when it drops the block, with the monitor held. */
  private record Closed(long estimatedSize, Runnable onClose)
      implements KnownSizeEstimation, AutoCloseable {
    @Override
    public void close() {
      onClose.run();
    }
  }

  /**
   * The values of a block.
   *
   * @param onClose what the close of one of them does, if {@link BlockName#calls} says that it
   *     calls
   */
  static Iterator<Object> of(BlockName block, Runnable onClose) {
    long bytes = Units.bytes(block.units()) - ARRAY_BYTES;
    Object last = new Sized(bytes);
    if (block.has(BlockName.Trouble.CLOSE)) {
      last =
          new Closed(
              bytes,
              () -> {
                throw new IllegalStateException("close of a value");
              });
    } else if (block.calls()) {
      last = new Closed(bytes, onClose);
    }
    if (!block.has(BlockName.Trouble.THROWS)) {
      return CollectionConverters.asScala(List.<Object>of(new Sized(0), last).iterator());
    }
    java.util.Iterator<Object> failing =
        new java.util.Iterator<>() {
          private boolean begun;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Object next() {
            if (begun) {
              throw new IllegalStateException("values of " + block.name());
            }
            begun = true;
            return new Sized(bytes);
          }
        };
    return CollectionConverters.asScala(failing);
  }
}
