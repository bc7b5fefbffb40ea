package dev.lockstep.spark.columnar;

import java.util.NoSuchElementException;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.sql.types.StructType;
import scala.collection.AbstractIterator;

/** The batches of a partition, made one at a time. */
abstract class PayloadIterator extends AbstractIterator<CachedBatch> implements AutoCloseable {
  /** Where Spark's default serializer ends a batch as well, by the statistics' sizes. */
  static final long MAX_BATCH_BYTES = 4 * 1024 * 1024;

  private final StructType schema;
  private final NativeBatchWriter writer;
  private BatchStatistics statistics;
  private int rows;
  private boolean closed;

  PayloadIterator(NativeCachedBatchSerializer serializer, StructType schema, int batchRows) {
    this.schema = schema;
    this.statistics = new BatchStatistics(schema);
    this.writer = serializer.newWriter(schema, batchRows);
  }

  NativeBatchWriter writer() {
    return writer;
  }

  BatchStatistics statistics() {
    return statistics;
  }

  /** Rows that have been appended since the last batch. */
  int rows() {
    return rows;
  }

  void appended(int more) {
    rows += more;
  }

  final CachedPayload finish() {
    return payload(writer.finish());
  }

  /** What the statistics were gathered of. */
  final CachedPayload payload(NativeCachedBatch batch) {
    try {
      CachedPayload made =
          new CachedPayload(batch, rows, statistics.collected(), statistics.sizeInBytes());
      statistics = new BatchStatistics(schema);
      rows = 0;
      return made;
    } catch (Throwable failure) {
      batch.release();
      throw failure;
    }
  }

  /** Whether there are rows that are in no batch yet. */
  abstract boolean hasMore();

  abstract CachedPayload make();

  /** Frees the writer's memory with the last batch: a task may have many partitions. */
  @Override
  public final synchronized boolean hasNext() {
    if (closed) {
      return false;
    }
    boolean more = hasMore();
    if (!more) {
      close();
    }
    return more;
  }

  @Override
  public final synchronized CachedPayload next() {
    if (closed) {
      throw new NoSuchElementException("the task has ended, or there are no more batches");
    }
    return make();
  }

  @Override
  public final synchronized void close() {
    if (!closed) {
      closed = true;
      writer.close();
    }
  }
}
