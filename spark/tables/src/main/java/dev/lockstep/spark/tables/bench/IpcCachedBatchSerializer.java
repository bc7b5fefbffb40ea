package dev.lockstep.spark.tables.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.sql.columnar.SimpleMetricsCachedBatchSerializer;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.storage.StorageLevel;
import scala.Function1;
import scala.Option;
import scala.Some;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * The peer: Arrow IPC bytes in arrays of the JVM, which Spark stores as it stores its own batches.
 * So do, with differences, Spark's master (SPARK-57268), Gluten and Comet.
 */
public final class IpcCachedBatchSerializer extends SimpleMetricsCachedBatchSerializer {
  private static final long serialVersionUID = 1L;

  /** A setting of the session: whether a scan reads the selected columns alone. */
  static final String PRUNED = "lockstep.bench.ipc.pruned";

  @Override
  public boolean supportsColumnarInput(Seq<Attribute> schema) {
    return false;
  }

  @Override
  public boolean supportsColumnarOutput(StructType schema) {
    return true;
  }

  @Override
  public Option<Seq<String>> vectorTypes(Seq<Attribute> attributes, SQLConf conf) {
    List<String> names =
        Collections.nCopies(attributes.length(), ArrowColumnVector.class.getName());
    return Some.apply(CollectionConverters.asScala(names).toSeq());
  }

  @Override
  public RDD<CachedBatch> convertInternalRowToCachedBatch(
      RDD<InternalRow> input, Seq<Attribute> schema, StorageLevel level, SQLConf conf) {
    return mapped(
        input, new ToBatches(structure(schema), conf.columnBatchSize()), CachedBatch.class);
  }

  @Override
  public RDD<CachedBatch> convertColumnarBatchToCachedBatch(
      RDD<ColumnarBatch> input, Seq<Attribute> schema, StorageLevel level, SQLConf conf) {
    throw new UnsupportedOperationException("the peer takes rows");
  }

  @Override
  public RDD<ColumnarBatch> convertCachedBatchToColumnarBatch(
      RDD<CachedBatch> input, Seq<Attribute> cached, Seq<Attribute> selected, SQLConf conf) {
    return mapped(
        input,
        new ToColumns(structure(cached), ordinals(cached, selected), pruned(conf)),
        ColumnarBatch.class);
  }

  @Override
  public RDD<InternalRow> convertCachedBatchToInternalRow(
      RDD<CachedBatch> input, Seq<Attribute> cached, Seq<Attribute> selected, SQLConf conf) {
    ToColumns columns = new ToColumns(structure(cached), ordinals(cached, selected), pruned(conf));
    return mapped(input, new ToRows(columns, structure(selected)), InternalRow.class);
  }

  private static boolean pruned(SQLConf conf) {
    return Boolean.parseBoolean(conf.getConfString(PRUNED, "false"));
  }

  private static StructType structure(Seq<Attribute> attributes) {
    List<StructField> fields = new ArrayList<>();
    for (Attribute attribute : CollectionConverters.asJava(attributes)) {
      fields.add(
          new StructField(
              attribute.name(), attribute.dataType(), attribute.nullable(), attribute.metadata()));
    }
    return new StructType(fields.toArray(new StructField[0]));
  }

  private static int[] ordinals(Seq<Attribute> cached, Seq<Attribute> selected) {
    List<Object> ids = new ArrayList<>();
    CollectionConverters.asJava(cached).forEach(attribute -> ids.add(attribute.exprId()));
    return CollectionConverters.asJava(selected).stream()
        .mapToInt(attribute -> ids.indexOf(attribute.exprId()))
        .toArray();
  }

  private static <T, U> RDD<U> mapped(
      RDD<T> input,
      Function1<scala.collection.Iterator<T>, scala.collection.Iterator<U>> function,
      Class<U> type) {
    return input.mapPartitionsInternal(function, false, ClassTag$.MODULE$.apply(type));
  }

  private static final class ToBatches
      extends AbstractFunction1<
          scala.collection.Iterator<InternalRow>, scala.collection.Iterator<CachedBatch>>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final StructType schema;
    private final int batchRows;

    ToBatches(StructType schema, int batchRows) {
      this.schema = schema;
      this.batchRows = batchRows;
    }

    @Override
    public scala.collection.Iterator<CachedBatch> apply(
        scala.collection.Iterator<InternalRow> rows) {
      return new IpcWriter(rows, schema, batchRows);
    }
  }

  private static final class ToColumns
      extends AbstractFunction1<
          scala.collection.Iterator<CachedBatch>, scala.collection.Iterator<ColumnarBatch>>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final StructType schema;
    private final int[] columns;
    private final boolean pruned;

    ToColumns(StructType schema, int[] columns, boolean pruned) {
      this.schema = schema;
      this.columns = columns;
      this.pruned = pruned;
    }

    @Override
    public scala.collection.Iterator<ColumnarBatch> apply(
        scala.collection.Iterator<CachedBatch> batches) {
      return new IpcReader(batches, schema, columns, pruned);
    }
  }

  private static final class ToRows
      extends AbstractFunction1<
          scala.collection.Iterator<CachedBatch>, scala.collection.Iterator<InternalRow>>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final ToColumns columns;
    private final StructType schema;

    ToRows(ToColumns columns, StructType schema) {
      this.columns = columns;
      this.schema = schema;
    }

    @Override
    public scala.collection.Iterator<InternalRow> apply(
        scala.collection.Iterator<CachedBatch> batches) {
      return new Rows(columns.apply(batches), UnsafeProjection.create(schema));
    }
  }

  private static final class Rows extends scala.collection.AbstractIterator<InternalRow> {
    private final scala.collection.Iterator<ColumnarBatch> batches;
    private final UnsafeProjection copy;
    private Iterator<InternalRow> rows = Collections.emptyIterator();

    Rows(scala.collection.Iterator<ColumnarBatch> batches, UnsafeProjection copy) {
      this.batches = batches;
      this.copy = copy;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && batches.hasNext()) {
        rows = batches.next().rowIterator();
      }
      return rows.hasNext();
    }

    @Override
    public InternalRow next() {
      return copy.apply(rows.next());
    }
  }
}
