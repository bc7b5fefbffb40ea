package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.util.KnownSizeEstimation;
import org.apache.spark.util.SizeEstimator;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** What JVM blocks hold, of exactly the size that the constants give them. */
final class BlockContents {
  /** Bytes on the heap are never written, so blocks of one size share them. */
  private static final ConcurrentHashMap<Integer, byte[]> ZEROS = new ConcurrentHashMap<>();

  /** What Spark's estimate adds for the array that holds a block's two values. */
  private static final long ARRAY_BYTES =
      SizeEstimator.estimate(new Object[] {new SizedValue(0), new SizedValue(0)});

  private BlockContents() {}

  /** A value that says how large it is. */
  private record SizedValue(long estimatedSize) implements KnownSizeEstimation {}

  /** Checks that the blocks can be made in the sizes given. */
  static void check(Constants constants) {
    for (BlockSpec block : constants.blocks()) {
      if (block.kind() != BlockKind.DESERIALIZED) {
        continue;
      }
      if (block.size() == 0) {
        throw new InvalidConstantException(
            "size", "block " + block.id() + " is deserialized: Spark never estimates 0 bytes");
      }
      long estimate = SizeEstimator.estimate(valueArray(block));
      if (estimate != Units.bytes(block.size())) {
        throw new IllegalStateException(
            "Spark estimates " + estimate + " bytes for " + block + " instead of " + block.size());
      }
    }
  }

  /** The bytes of a serialized block; those off the heap are Spark's to dispose of. */
  static ChunkedByteBuffer bytes(BlockSpec block) {
    int size = Math.toIntExact(Units.bytes(block.size()));
    return new ChunkedByteBuffer(
        block.mode() == MemoryMode.OFF_HEAP
            ? Platform.allocateDirectBuffer(size)
            : ByteBuffer.wrap(ZEROS.computeIfAbsent(size, byte[]::new)));
  }

  /**
   * The values of a deserialized block: a tiny one first, after which Spark looks whether it has
   * reserved enough, then one that makes up the size.
   */
  static Iterator<Object> values(BlockSpec block) {
    return CollectionConverters.asScala(List.of(valueArray(block)).iterator());
  }

  private static Object[] valueArray(BlockSpec block) {
    return new Object[] {
      new SizedValue(0), new SizedValue(Units.bytes(block.size()) - ARRAY_BYTES)
    };
  }
}
