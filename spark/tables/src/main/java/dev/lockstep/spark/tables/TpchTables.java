package dev.lockstep.spark.tables;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchColumnType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The eight tables of TPC-H as Parquet files, which Spark reads as columns. Money and quantities
 * are decimals, so that a sum does not depend on the order of its terms.
 */
final class TpchTables {
  /** How many files a table has up to scale 0.1; the others have one. Each is a partition. */
  private static final Map<String, Integer> FILES =
      Map.of("lineitem", 16, "orders", 5, "partsupp", 3);

  private static final double SCALE_OF_FILES = 0.1;

  private static final DataType MONEY = DataTypes.createDecimalType(15, 2);
  private static final int CENTS = 100;
  private static final int CENT_DIGITS = 2;

  private final Path folder;
  private final double scale;

  /**
   * @param folder where the files are, or will be: a folder for each scale
   * @param scale 1 is about 1 GB
   */
  TpchTables(Path folder, double scale) {
    this.folder = folder.resolve("scale-" + scale);
    this.scale = scale;
  }

  static List<String> names() {
    return TpchTable.getTables().stream().map(TpchTable::getTableName).toList();
  }

  /** Generates, in tasks, the tables that are not there as a whole. */
  void write(SparkSession spark) throws IOException {
    for (String table : names()) {
      Path place = folder.resolve(table);
      if (isWhole(place)) {
        continue;
      }
      // Spark writes its mark last, so a folder that has it is whole. Another run may write the
      // same table: whoever comes first with a whole one wins.
      Path part = folder.resolve("." + table + "." + ProcessHandle.current().pid() + ".part");
      generated(spark, table).write().mode(SaveMode.Overwrite).parquet(part.toString());
      try {
        Files.move(part, place);
      } catch (IOException e) {
        if (!isWhole(place)) {
          throw e;
        }
      }
    }
  }

  private static boolean isWhole(Path table) {
    return Files.exists(table.resolve("_SUCCESS"));
  }

  private Dataset<Row> generated(SparkSession spark, String table) {
    int files = files(table);
    List<Integer> parts = IntStream.rangeClosed(1, files).boxed().toList();
    double asked = scale;
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(parts, files)
            .flatMap(part -> rows(table, asked, part, files));
    return spark.createDataFrame(rows, schema(table));
  }

  private int files(String table) {
    int least = FILES.getOrDefault(table, 1);
    return least == 1 ? 1 : (int) Math.max(least, Math.round(least * scale / SCALE_OF_FILES));
  }

  /** The tables, by name, as they are in their files. */
  Map<String, Dataset<Row>> read(SparkSession spark) {
    Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
    for (String table : names()) {
      tables.put(
          table, spark.read().schema(schema(table)).parquet(folder.resolve(table).toString()));
    }
    return tables;
  }

  static StructType schema(String table) {
    List<StructField> fields = new ArrayList<>();
    for (TpchColumn<?> column : TpchTable.getTable(table).getColumns()) {
      fields.add(
          DataTypes.createStructField(column.getColumnName(), type(column.getType()), false));
    }
    return DataTypes.createStructType(fields);
  }

  private static DataType type(TpchColumnType type) {
    return switch (type.getBase()) {
      case IDENTIFIER -> DataTypes.LongType;
      case INTEGER -> DataTypes.IntegerType;
      case DATE -> DataTypes.DateType;
      case DOUBLE -> MONEY;
      case VARCHAR -> DataTypes.StringType;
    };
  }

  /**
   * @param part from 1 on
   */
  static Iterator<Row> rows(String table, double scale, int part, int parts) {
    return rows(TpchTable.getTable(table), scale, part, parts);
  }

  private static <E extends TpchEntity> Iterator<Row> rows(
      TpchTable<E> table, double scale, int part, int parts) {
    List<TpchColumn<E>> columns = table.getColumns();
    return StreamSupport.stream(table.createGenerator(scale, part, parts).spliterator(), false)
        .map(entity -> row(columns, entity))
        .iterator();
  }

  private static <E extends TpchEntity> Row row(List<TpchColumn<E>> columns, E entity) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(columns.get(i), entity);
    }
    return RowFactory.create(values);
  }

  private static <E extends TpchEntity> Object value(TpchColumn<E> column, E entity) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> column.getIdentifier(entity);
      case INTEGER -> column.getInteger(entity);
      case DATE -> java.sql.Date.valueOf(LocalDate.ofEpochDay(column.getDate(entity)));
      case DOUBLE -> BigDecimal.valueOf(Math.round(column.getDouble(entity) * CENTS), CENT_DIGITS);
      case VARCHAR -> column.getString(entity);
    };
  }
}
