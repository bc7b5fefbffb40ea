package dev.lockstep.spark.tables.bench;

import dev.lockstep.spark.tables.measures.Table;
import java.util.stream.IntStream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** The rows of a table, ready in the JVM: what is timed is the cache, not what it is fed with. */
final class Source implements AutoCloseable {
  private static final int PARTITIONS = 2;

  private final RDD<InternalRow> rows;
  private final long count;
  private final Dataset<Row> table;

  private Source(SparkSession spark, RDD<InternalRow> rows, StructType schema) {
    this.rows = rows;
    this.count = rows.count();
    this.table = spark.internalCreateDataFrame(rows, schema, false);
  }

  /**
   * Makes the rows.
   *
   * @param scale of TPC-H
   * @param rows of the other tables
   */
  static Source of(SparkSession spark, Table table, double scale, long rows) {
    Dataset<Row> made =
        switch (table) {
          case LINEITEM -> Lineitems.table(spark, scale, PARTITIONS);
          case PRIMITIVES ->
              spark
                  .range(0, rows, 1, PARTITIONS)
                  .selectExpr(
                      "id as int_col", "id * 2L as long_col", "cast(id as double) double_col");
          case WIDE ->
              spark
                  .range(0, rows, 1, PARTITIONS)
                  .selectExpr(
                      IntStream.range(0, 20)
                          .mapToObj(i -> "id + " + i + " as col" + i)
                          .toArray(String[]::new));
        };
    RDD<InternalRow> copies =
        ((org.apache.spark.sql.classic.Dataset<Row>) made)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .map(InternalRow::copy)
            .rdd()
            .persist(StorageLevel.MEMORY_ONLY());
    return new Source(spark, copies, made.schema());
  }

  long count() {
    return count;
  }

  Dataset<Row> table() {
    return table;
  }

  @Override
  public void close() {
    rows.unpersist(true);
  }
}
