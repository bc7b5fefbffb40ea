package dev.lockstep.spark.columnar;

import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/**
 * Batches of columns. Those of a reader are joined or cut to the batch size; one that is the
 * engine's own is shared as it is.
 */
final class ColumnPayloads extends PayloadIterator {
  private final Iterator<ColumnarBatch> input;
  private final NativeCachedBatchSerializer serializer;
  private final int batchRows;

  /** The batch of the input that is being read, from this row on. */
  private @Nullable ColumnarBatch current;

  private int from;

  ColumnPayloads(
      Iterator<ColumnarBatch> input,
      NativeCachedBatchSerializer serializer,
      StructType schema,
      int batchRows) {
    super(serializer, schema, batchRows);
    this.input = input;
    this.serializer = serializer;
    this.batchRows = batchRows;
  }

  @Override
  boolean hasMore() {
    return rows() > 0 || advance() != null;
  }

  @Override
  CachedPayload make() {
    while (true) {
      ColumnarBatch batch = advance();
      if (batch == null) {
        return finish();
      }
      if (from == 0 && batch.numRows() <= batchRows) {
        Optional<NativeCachedBatch> shared = serializer.share(batch);
        if (shared.isPresent() && rows() > 0) {
          // What was copied before comes first; this batch comes again.
          shared.get().release();
          return finish();
        } else if (shared.isPresent()) {
          return shared(shared.get(), batch);
        }
      }
      int to = from;
      do {
        statistics().gather(batch.getRow(to++));
        appended(1);
      } while (to < batch.numRows() && !isFull());
      writer().append(batch, from, to);
      from = to;
      if (isFull()) {
        return finish();
      }
    }
  }

  /** The same rows: if they come from a cached batch, what is known of its columns holds. */
  private CachedPayload shared(NativeCachedBatch shared, ColumnarBatch batch) {
    try {
      current = null;
      if (batch instanceof Scans.Scanned scanned) {
        InternalRow known = scanned.statistics();
        return new CachedPayload(
            shared, batch.numRows(), known, BatchStatistics.sizeInBytes(known));
      }
      statistics().gather(batch, 0, batch.numRows());
      appended(batch.numRows());
    } catch (Throwable failure) {
      shared.release();
      throw failure;
    }
    return payload(shared);
  }

  private boolean isFull() {
    return rows() >= batchRows || statistics().sizeInBytes() >= MAX_BATCH_BYTES;
  }

  /** The batch with the next row; null if there is none. */
  private @Nullable ColumnarBatch advance() {
    while (current == null || from >= current.numRows()) {
      current = null;
      if (!input.hasNext()) {
        return null;
      }
      current = input.next();
      from = 0;
    }
    return current;
  }
}
