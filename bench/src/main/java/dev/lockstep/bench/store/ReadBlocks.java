package dev.lockstep.bench.store;

import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.spark.storage.BlockId;

/** Some blocks that are read in turn. Threads that are given the same numbers read the same. */
final class ReadBlocks<I extends BlockId> {
  /** Blocks that a thread has for itself: few enough that all threads' fit into the store. */
  static final int OWN = 16;

  private final Object[] ids;
  private int next;

  /**
   * @param first the number of the set
   * @param count blocks in it
   * @param id names a block
   * @param put puts it, unless it is there already
   */
  ReadBlocks(int first, int count, IntFunction<I> id, Consumer<I> put) {
    ids = new Object[count];
    for (int i = 0; i < count; i++) {
      I made = id.apply(first * OWN + i);
      put.accept(made);
      ids[i] = made;
    }
  }

  @SuppressWarnings("unchecked")
  I next() {
    I id = (I) ids[next];
    next = next + 1 == ids.length ? 0 : next + 1;
    return id;
  }
}
