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
  public boolean hasNext() {
    return rows() > 0 || advance() != null;
  }

  @Override
  public CachedPayload next() {
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
          current = null;
          return shared(shared.get(), batch);
        }
      }
      int to = Math.min(batch.numRows(), from + batchRows - rows());
      statistics().gather(batch, from, to);
      writer().append(batch, from, to);
      appended(to - from);
      from = to;
      if (rows() == batchRows || statistics().sizeInBytes() >= MAX_BATCH_BYTES) {
        return finish();
      }
    }
  }

  /** The same rows: if they come from a cached batch, what is known of its columns holds. */
  private CachedPayload shared(NativeCachedBatch shared, ColumnarBatch batch) {
    if (batch instanceof Scans.Scanned scanned) {
      InternalRow known = scanned.statistics();
      return new CachedPayload(shared, batch.numRows(), known, BatchStatistics.sizeInBytes(known));
    }
    statistics().gather(batch, 0, batch.numRows());
    appended(batch.numRows());
    return payload(shared);
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
