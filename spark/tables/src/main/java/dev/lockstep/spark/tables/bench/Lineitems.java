package dev.lockstep.spark.tables.bench;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** TPC-H's lineitem, as its generator makes it, with doubles for decimals. */
final class Lineitems {
  private Lineitems() {}

  static Dataset<Row> table(SparkSession spark, double scale, int partitions) {
    List<Integer> parts = IntStream.rangeClosed(1, partitions).boxed().toList();
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(parts, partitions)
            .flatMap(part -> rows(scale, part, partitions));
    return spark.createDataFrame(rows, schema());
  }

  private static Iterator<Row> rows(double scale, int part, int partitions) {
    Iterator<LineItem> items = new LineItemGenerator(scale, part, partitions).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Row next() {
        return row(items.next());
      }
    };
  }

  private static Row row(LineItem item) {
    return RowFactory.create(
        item.getOrderKey(),
        item.getPartKey(),
        item.getSupplierKey(),
        item.getLineNumber(),
        (double) item.getQuantity(),
        item.getExtendedPrice(),
        item.getDiscount(),
        item.getTax(),
        item.getReturnFlag(),
        item.getStatus(),
        java.time.LocalDate.ofEpochDay(item.getShipDate()),
        java.time.LocalDate.ofEpochDay(item.getCommitDate()),
        java.time.LocalDate.ofEpochDay(item.getReceiptDate()),
        item.getShipInstructions(),
        item.getShipMode(),
        item.getComment());
  }

  private static StructType schema() {
    StructType schema = new StructType();
    DataType date = DataTypes.DateType;
    DataType text = DataTypes.StringType;
    return schema
        .add("orderkey", DataTypes.LongType)
        .add("partkey", DataTypes.LongType)
        .add("suppkey", DataTypes.LongType)
        .add("linenumber", DataTypes.IntegerType)
        .add("quantity", DataTypes.DoubleType)
        .add("extendedprice", DataTypes.DoubleType)
        .add("discount", DataTypes.DoubleType)
        .add("tax", DataTypes.DoubleType)
        .add("returnflag", text)
        .add("linestatus", text)
        .add("shipdate", date)
        .add("commitdate", date)
        .add("receiptdate", date)
        .add("shipinstruct", text)
        .add("shipmode", text)
        .add("comment", text);
  }
}
