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

  /** One that Spark closes when it drops the block; that fails. */
  private record Closed(long estimatedSize) implements KnownSizeEstimation, AutoCloseable {
    @Override
    public void close() {
      throw new IllegalStateException("close of a value");
    }
  }

  static Iterator<Object> of(BlockName block) {
    long bytes = Units.bytes(block.units()) - ARRAY_BYTES;
    Object last = block.has(BlockName.Trouble.CLOSE) ? new Closed(bytes) : new Sized(bytes);
    if (!block.has(BlockName.Trouble.THROWS)) {
      return CollectionConverters.asScala(List.of(new Sized(0), last).iterator());
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
