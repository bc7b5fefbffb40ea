package dev.lockstep.bench.store;

import java.util.function.IntFunction;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.TestBlockId;

/**
 * Ids made beforehand and taken in turn, twice as many as a full store holds: the next one is
 * always absent from a store to which only puts were made.
 */
final class BlockRing<I extends BlockId> {
  private final Object[] ids;
  private int next;

  BlockRing(IntFunction<I> id) {
    ids = new Object[2 * BareStore.CAPACITY];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = id.apply(i);
    }
  }

  /**
   * Blocks of two RDDs by turns of a whole store: one RDD's blocks evict the other's, as those of
   * one RDD don't evict each other.
   */
  static BlockRing<RDDBlockId> ofRdds() {
    return new BlockRing<>(i -> new RDDBlockId(i / BareStore.CAPACITY, i % BareStore.CAPACITY));
  }

  /** Blocks of no RDD. */
  static BlockRing<TestBlockId> plain() {
    return new BlockRing<>(i -> new TestBlockId("plain_" + i));
  }

  @SuppressWarnings("unchecked")
  I next() {
    I id = (I) ids[next];
    next = next + 1 == ids.length ? 0 : next + 1;
    return id;
  }
}
