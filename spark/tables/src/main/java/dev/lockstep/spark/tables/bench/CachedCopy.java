package dev.lockstep.spark.tables.bench;

import dev.lockstep.spark.arrow.cache.ArrowCachedBatchSerializer;
import dev.lockstep.spark.arrow.cache.ArrowMemory;
import dev.lockstep.spark.tables.measures.Contender;
import java.util.Map;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.sql.columnar.CachedBatchSerializer;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.columnar.DefaultCachedBatchSerializer;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.sql.execution.columnar.InMemoryRelation$;
import org.apache.spark.storage.RDDInfo;
import org.apache.spark.storage.StorageLevel;
import scala.Option;

/**
 * A table that is cached in one way. A session has one serializer; a relation may be made with any,
 * so that several are there at once.
 */
final class CachedCopy implements AutoCloseable {
  private static final String VECTORS = "spark.sql.inMemoryColumnarStorage.enableVectorizedReader";
  private static final String COMPRESSED = "spark.sql.inMemoryColumnarStorage.compressed";

  private final SparkSession spark;
  private final Contender contender;
  private final InMemoryRelation relation;
  private final long nativeBytesBefore = ArrowMemory.allocatedBytes();

  private CachedCopy(SparkSession spark, Contender contender, InMemoryRelation relation) {
    this.spark = spark;
    this.contender = contender;
    this.relation = relation;
  }

  /** Says what is to be cached; nothing is, until {@link #fill}. */
  static CachedCopy of(SparkSession spark, Contender contender, Dataset<Row> table) {
    set(spark, contender);
    CachedBatchSerializer serializer =
        switch (contender) {
          case NATIVE, NATIVE_ROWS, HAND_LOOP -> new ArrowCachedBatchSerializer();
          case DEFAULT, UNCOMPRESSED -> new DefaultCachedBatchSerializer();
          case IPC_ROWS, IPC_PRUNED_ROWS, IPC_COLUMNS, IPC_PRUNED_COLUMNS ->
              new IpcCachedBatchSerializer();
        };
    QueryExecution query = ((org.apache.spark.sql.classic.Dataset<Row>) table).queryExecution();
    InMemoryRelation relation =
        InMemoryRelation$.MODULE$.apply(
            serializer,
            StorageLevel.MEMORY_ONLY(),
            query.executedPlan(),
            Option.empty(),
            query.optimizedPlan());
    return new CachedCopy(spark, contender, relation);
  }

  /** How the contenders that read the same copy differ. */
  static void set(SparkSession spark, Contender contender) {
    boolean rows =
        contender == Contender.NATIVE_ROWS
            || contender == Contender.IPC_ROWS
            || contender == Contender.IPC_PRUNED_ROWS;
    boolean pruned =
        contender == Contender.IPC_PRUNED_ROWS || contender == Contender.IPC_PRUNED_COLUMNS;
    Map<String, Boolean> settings =
        Map.of(
            VECTORS,
            !rows,
            COMPRESSED,
            contender != Contender.UNCOMPRESSED,
            ReadByColumns.COLUMNS,
            !rows,
            IpcCachedBatchSerializer.PRUNED,
            pruned);
    settings.forEach((name, value) -> spark.conf().set(name, value));
  }

  RDD<CachedBatch> batches() {
    return relation.cacheBuilder().cachedColumnBuffers();
  }

  InMemoryRelation relation() {
    return relation;
  }

  /** Caches the table. */
  long fill() {
    return batches().count();
  }

  Dataset<Row> table() {
    return Dataset$.MODULE$.ofRows(spark, relation);
  }

  /** What the blocks of the table occupy, with the payloads outside the JVM. */
  long bytes() {
    long bytes = contender.isNative() ? ArrowMemory.allocatedBytes() - nativeBytesBefore : 0;
    int id = batches().id();
    for (RDDInfo info : spark.sparkContext().getRDDStorageInfo()) {
      if (info.id() == id) {
        bytes += info.memSize();
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    relation.cacheBuilder().clearCache(true);
  }
}
