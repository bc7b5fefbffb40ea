package dev.lockstep.spark.columnar;

import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.storage.NativeBlockId;

/**
 * One batch of a cached table, as its engine holds it: rows in columns, in memory outside the JVM.
 *
 * <p>A {@link NativeBatchWriter} makes it. It is registered as one native block, read any number of
 * times, also by several threads at once, and freed once.
 */
public interface NativeCachedBatch {
  /**
   * The bytes that the batch occupies until it is released, all of them: what the allocator holds,
   * rounded as it rounds. They are reserved in Spark's storage memory (S3) and can't change later.
   */
  long reservedBytes();

  /**
   * Spark has the block, under this id, and will release it once (S3). Called by the task that made
   * the batch, before anybody can read it. An engine with tables of its own enters the batch here.
   */
  default void registered(NativeBlockId id) {}

  /**
   * The columns, without a copy: vectors over the payload's own memory (S4).
   *
   * <p>Called by a task that has pinned the block, or that still owns the batch, so the memory is
   * there until the batch that is returned has been closed. Closing it ends this reading alone. It
   * is closed once, after its rows have been used, on the thread of the task or at the task's end.
   *
   * @param columns the ordinals of the columns that are wanted, in the order in which they are
   *     wanted; may be empty
   */
  ColumnarBatch read(int[] columns);

  /**
   * Frees the payload. Called exactly once (R5): when Spark has evicted, removed or cleared the
   * block, or by the task if Spark never took it; in any case after the last reading was closed.
   *
   * <p>May run with the memory manager's monitor held (R8): it takes no lock under which Spark is
   * called, and waits for nothing.
   */
  void release();
}
