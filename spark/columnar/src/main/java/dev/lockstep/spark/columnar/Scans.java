package dev.lockstep.spark.columnar;

import java.io.Serializable;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/** What queries get of cached batches: the columns as they are, or rows copied out of them. */
final class Scans {
  private Scans() {}

  @SuppressWarnings("unchecked")
  static Iterator<CachedPayload> nothing() {
    return (Iterator<CachedPayload>) (Iterator<?>) scala.collection.Iterator$.MODULE$.empty();
  }

  static RDD<ColumnarBatch> columns(RDD<CachedBatch> input, int[] columns) {
    return input.mapPartitionsInternal(
        new ToColumns(columns), false, ClassTag$.MODULE$.apply(ColumnarBatch.class));
  }

  static RDD<InternalRow> rows(RDD<CachedBatch> input, int[] columns, StructType schema) {
    return input.mapPartitionsInternal(
        new ToRows(columns, schema), false, ClassTag$.MODULE$.apply(InternalRow.class));
  }

  private static final class ToColumns
      extends AbstractFunction1<Iterator<CachedBatch>, Iterator<ColumnarBatch>>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int[] columns;

    ToColumns(int[] columns) {
      this.columns = columns;
    }

    @Override
    public Iterator<ColumnarBatch> apply(Iterator<CachedBatch> batches) {
      return new Columns(batches, columns);
    }
  }

  private static final class ToRows
      extends AbstractFunction1<Iterator<CachedBatch>, Iterator<InternalRow>>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int[] columns;
    private final StructType schema;

    ToRows(int[] columns, StructType schema) {
      this.columns = columns;
      this.schema = schema;
    }

    @Override
    public Iterator<InternalRow> apply(Iterator<CachedBatch> batches) {
      return new Rows(batches, columns, UnsafeProjection.create(schema));
    }
  }

  /** A batch is given back when the next one is asked for, or when whoever reads it closes it. */
  private static final class Columns extends AbstractIterator<ColumnarBatch> {
    private final Iterator<CachedBatch> batches;
    private final int[] columns;
    private @Nullable LiveBatch current;

    Columns(Iterator<CachedBatch> batches, int[] columns) {
      this.batches = batches;
      this.columns = columns;
    }

    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public ColumnarBatch next() {
      LiveBatch before = current;
      if (before != null) {
        before.close();
      }
      LiveBatch batch = (LiveBatch) batches.next();
      current = batch;
      return new Scanned(batch, columns, batch.take(columns));
    }
  }

  /** The engine's vectors; to close it is to give the batch back. */
  static final class Scanned extends ColumnarBatch {
    private final LiveBatch batch;
    private final int[] columns;

    Scanned(LiveBatch batch, int[] columns, ColumnarBatch read) {
      super(vectors(read), read.numRows());
      this.batch = batch;
      this.columns = columns;
    }

    /** What is known of the columns since they were cached. */
    InternalRow statistics() {
      return BatchStatistics.select(batch.stats(), columns);
    }

    private static ColumnVector[] vectors(ColumnarBatch read) {
      ColumnVector[] vectors = new ColumnVector[read.numCols()];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = read.column(i);
      }
      return vectors;
    }

    @Override
    public void close() {
      batch.close();
    }

    @Override
    public void closeIfFreeable() {
      batch.close();
    }
  }

  /** Rows of their own: Spark's operators cast them, and keep them after the batch has gone. */
  private static final class Rows extends AbstractIterator<InternalRow> {
    private final Iterator<CachedBatch> batches;
    private final int[] columns;
    private final UnsafeProjection copy;
    private java.util.Iterator<InternalRow> rows = java.util.Collections.emptyIterator();
    private @Nullable LiveBatch current;

    Rows(Iterator<CachedBatch> batches, int[] columns, UnsafeProjection copy) {
      this.batches = batches;
      this.columns = columns;
      this.copy = copy;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext()) {
        LiveBatch before = current;
        if (before != null) {
          before.close();
          current = null;
        }
        if (!batches.hasNext()) {
          return false;
        }
        LiveBatch batch = (LiveBatch) batches.next();
        current = batch;
        rows = batch.take(columns).rowIterator();
      }
      return true;
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException("no more cached rows");
      }
      return copy.apply(rows.next());
    }
  }
}
