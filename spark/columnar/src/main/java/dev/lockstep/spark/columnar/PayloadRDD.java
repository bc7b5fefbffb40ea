package dev.lockstep.spark.columnar;

import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Function1;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Makes batches of rows or of columns. Each element is a {@link CachedPayload} that belongs to
 * whoever takes it.
 *
 * <p>Spark's cache builder maps the partitions of what the serializer has returned, to count rows,
 * and persists the result. Here that result is a {@link NativeCachedRDD}: the RDD that is persisted
 * is the one that {@code unpersist} will name, so it is the one that can own native blocks.
 */
final class PayloadRDD extends RDD<CachedBatch> {
  private static final long serialVersionUID = 1L;

  static final ClassTag<CachedBatch> TAG = ClassTag$.MODULE$.apply(CachedBatch.class);

  /** What the input consists of. */
  enum Input {
    ROWS,
    COLUMNS
  }

  private final Input kind;
  private final NativeCachedBatchSerializer serializer;
  private final StructType schema;
  private final int batchRows;

  PayloadRDD(
      RDD<?> input,
      Input kind,
      NativeCachedBatchSerializer serializer,
      StructType schema,
      int batchRows) {
    super(input, TAG);
    this.kind = kind;
    this.serializer = serializer;
    this.schema = schema;
    this.batchRows = batchRows;
  }

  NativeCachedBatchSerializer serializer() {
    return serializer;
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(ClassTag$.MODULE$.Any()).partitions();
  }

  @Override
  @SuppressWarnings("unchecked")
  public Iterator<CachedBatch> compute(Partition split, TaskContext context) {
    Iterator<?> input = firstParent(ClassTag$.MODULE$.Any()).iterator(split, context);
    PayloadIterator payloads =
        switch (kind) {
          case ROWS ->
              new RowPayloads((Iterator<InternalRow>) input, serializer, schema, batchRows);
          case COLUMNS ->
              new ColumnPayloads((Iterator<ColumnarBatch>) input, serializer, schema, batchRows);
        };
    Tasks.atEnd(context, payloads::close);
    return payloads;
  }

  /** Called once, by the cache builder. */
  @Override
  @SuppressWarnings("unchecked")
  public <U> RDD<U> mapPartitionsInternal(
      Function1<Iterator<CachedBatch>, Iterator<U>> map,
      boolean preservesPartitioning,
      ClassTag<U> tag) {
    Function1<?, ?> counting = map;
    return (RDD<U>)
        new NativeCachedRDD(
            this, (Function1<Iterator<CachedBatch>, Iterator<CachedBatch>>) counting);
  }
}
