package dev.lockstep.spark.columnar;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;

/** Batches of rows, each with the rows that Spark's default serializer would give it (S7). */
final class RowPayloads extends PayloadIterator {
  private final Iterator<InternalRow> input;
  private final int batchRows;

  RowPayloads(
      Iterator<InternalRow> input,
      NativeCachedBatchSerializer serializer,
      StructType schema,
      int batchRows) {
    super(serializer, schema, batchRows);
    this.input = input;
    this.batchRows = batchRows;
  }

  @Override
  boolean hasMore() {
    return input.hasNext();
  }

  @Override
  CachedPayload make() {
    BatchStatistics statistics = statistics();
    NativeBatchWriter writer = writer();
    do {
      InternalRow row = input.next();
      statistics.gather(row);
      writer.append(row);
      appended(1);
    } while (rows() < batchRows && statistics.sizeInBytes() < MAX_BATCH_BYTES && input.hasNext());
    return finish();
  }
}
