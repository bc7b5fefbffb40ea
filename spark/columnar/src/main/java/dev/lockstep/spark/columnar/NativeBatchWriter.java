package dev.lockstep.spark.columnar;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Makes the batches of one partition, one after the other, for one task: {@code append}s, then
 * {@code finish}, and again. Called by the task's thread alone; closed once, whatever happens, by
 * that thread or at the task's end.
 */
public interface NativeBatchWriter extends AutoCloseable {
  /** Adds a row. The row belongs to the caller and changes with the next: copy what is kept. */
  void append(InternalRow row);

  /**
   * Adds rows {@code from} to {@code to}, without the last, of a batch that belongs to the caller
   * and is gone after the call. An engine that can copy columns overrides this.
   */
  default void append(ColumnarBatch batch, int from, int to) {
    for (int row = from; row < to; row++) {
      append(batch.getRow(row));
    }
  }

  /**
   * Ends the batch: what has been appended since the last one. It belongs to the caller, and the
   * writer begins anew.
   */
  NativeCachedBatch finish();

  /** Frees what has been appended since the last {@code finish}, and the writer's own memory. */
  @Override
  void close();
}
