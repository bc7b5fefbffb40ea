package dev.lockstep.spark.columnar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.sql.columnar.SimpleMetricsCachedBatchSerializer;
import org.apache.spark.sql.execution.ColumnarToRowTransition;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.StorageLevel;
import scala.Option;
import scala.Some;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A cache serializer whose batches are payloads of an engine, outside the JVM. An engine extends
 * it; users name the engine's class in {@code spark.sql.cache.serializer}.
 *
 * <p>That a serializer is one of these is the proposal's flag: Spark stores handles for it, and
 * refuses levels that it can't have (S1). The class needs a public constructor without arguments
 * and is sent to executors, so it has no state of its own; what an engine keeps on an executor is
 * the engine's.
 *
 * <p>Any thread may call its methods.
 */
public abstract class NativeCachedBatchSerializer extends SimpleMetricsCachedBatchSerializer {
  private static final long serialVersionUID = 1L;

  /** The engine's name in block ids, metrics and messages: letters, digits and hyphens. */
  public abstract String engine();

  /**
   * Whether the engine can hold values of a type; asked when a table is persisted, which fails by
   * the type's name if not (S1). For a user-defined type the type under it is asked; for a struct,
   * array or map the whole of it.
   */
  public abstract boolean supports(DataType type);

  /**
   * A writer for one task.
   *
   * @param schema of the rows that will be appended
   * @param batchRows how many rows a batch has at most, {@code
   *     spark.sql.inMemoryColumnarStorage.batchSize}
   */
  public abstract NativeBatchWriter newWriter(StructType schema, int batchRows);

  /**
   * The class of the vectors that {@link NativeCachedBatch#read} returns for a type. Generated code
   * calls it directly if it is public and final. {@code ColumnVector} says nothing.
   */
  public Class<? extends ColumnVector> vectorClass(DataType type) {
    return ColumnVector.class;
  }

  /**
   * A batch of this engine with the same columns, without a copy, if the batch is one that this
   * engine's {@code read} has returned: a table that is cached from a cached table. It owns its
   * memory as any other, together with the first.
   */
  public Optional<NativeCachedBatch> share(ColumnarBatch batch) {
    return Optional.empty();
  }

  /**
   * The pool that payloads are charged to (S3): off-heap if Spark has been given off-heap memory,
   * since that is where they are; else the heap's, beside which they are then.
   */
  public MemoryMode memoryMode(SparkConf conf) {
    return conf.getBoolean("spark.memory.offHeap.enabled", false)
            && conf.getSizeAsBytes("spark.memory.offHeap.size", "0") > 0
        ? MemoryMode.OFF_HEAP
        : MemoryMode.ON_HEAP;
  }

  /**
   * S1: refuses a level or a schema that the cache can't have.
   *
   * @throws UnsupportedOperationException that names the level or the type, and the fix
   */
  public final void require(StorageLevel level, Seq<Attribute> schema) {
    // A name that no block can have is found out here, and not in the first task.
    NativeBlockId.of(engine(), "0");
    Levels.require(engine(), level);
    for (Attribute column : CollectionConverters.asJava(schema)) {
      if (!supports(Types.physical(column.dataType()))) {
        throw new UnsupportedOperationException(
            "The columnar cache of "
                + engine()
                + " cannot hold column "
                + column.name()
                + " of type "
                + column.dataType().sql()
                + ". Leave the column out, cast it, or cache the table with"
                + " spark.sql.cache.serializer unset.");
      }
    }
  }

  /** Columns are taken as they are. */
  @Override
  public boolean supportsColumnarInput(Seq<Attribute> schema) {
    return true;
  }

  /**
   * The plan that is cached, without what turns its columns into rows. An adaptive plan stays as it
   * is: it ends in rows, and Spark would turn those into columns for a cache that says yes above,
   * only for them to be copied once more. Spark 4.0 does not ask, and does just that.
   */
  @Override
  public SparkPlan convertToColumnarPlanIfPossible(SparkPlan plan) {
    if (plan instanceof ColumnarToRowTransition toRows) {
      return (SparkPlan) toRows.child();
    } else if (plan instanceof WholeStageCodegenExec generated
        && generated.child() instanceof ColumnarToRowTransition toRows
        && toRows.child() instanceof InputAdapter columns) {
      return columns.child();
    }
    return plan;
  }

  @Override
  public boolean supportsColumnarOutput(StructType schema) {
    return true;
  }

  @Override
  public final RDD<CachedBatch> convertInternalRowToCachedBatch(
      RDD<InternalRow> input, Seq<Attribute> schema, StorageLevel level, SQLConf conf) {
    return payloads(input, PayloadRDD.Input.ROWS, schema, level, conf);
  }

  @Override
  public final RDD<CachedBatch> convertColumnarBatchToCachedBatch(
      RDD<ColumnarBatch> input, Seq<Attribute> schema, StorageLevel level, SQLConf conf) {
    return payloads(input, PayloadRDD.Input.COLUMNS, schema, level, conf);
  }

  private RDD<CachedBatch> payloads(
      RDD<?> input,
      PayloadRDD.Input kind,
      Seq<Attribute> schema,
      StorageLevel level,
      SQLConf conf) {
    // Spark as published asks nobody when a table is persisted: then it fails here, a little later.
    require(level, schema);
    return new PayloadRDD(input, kind, this, Types.physical(schema), conf.columnBatchSize());
  }

  @Override
  public final RDD<ColumnarBatch> convertCachedBatchToColumnarBatch(
      RDD<CachedBatch> input, Seq<Attribute> cached, Seq<Attribute> selected, SQLConf conf) {
    return Scans.columns(input, Types.ordinals(cached, selected));
  }

  @Override
  public final RDD<InternalRow> convertCachedBatchToInternalRow(
      RDD<CachedBatch> input, Seq<Attribute> cached, Seq<Attribute> selected, SQLConf conf) {
    return Scans.rows(input, Types.ordinals(cached, selected), Types.physical(selected));
  }

  @Override
  public final Option<Seq<String>> vectorTypes(Seq<Attribute> attributes, SQLConf conf) {
    List<String> names = new ArrayList<>();
    for (StructField field : Types.physical(attributes).fields()) {
      names.add(vectorClass(field.dataType()).getName());
    }
    return Some.apply(CollectionConverters.asScala(names).toSeq());
  }
}
