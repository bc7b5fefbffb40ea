package dev.lockstep.spark.tables;

import dev.lockstep.spark.context.probes.Expect;
import dev.lockstep.spark.context.probes.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;

/** S7: the same partitions and batches are read as with Spark's default serializer. */
final class S7Pruning {
  private static final List<String> FILTERS =
      List.of(
          "id between 12000 and 12500",
          "id = 777",
          "id < 100 or id > 39000",
          "day = date'2001-03-04'",
          "price >= 399.5",
          "price = 12.34",
          "name like 'n-0001%'",
          "name in ('n-000001', 'n-030000')",
          "k is null",
          "k is not null and id < 50",
          "id <=> 39999",
          "flag and id > 20000");

  static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.inMemoryTableScanStatistics.enable", "true",
          "spark.sql.inMemoryColumnarStorage.batchSize", "1000");

  private static final String VECTORIZED =
      "spark.sql.inMemoryColumnarStorage.enableVectorizedReader";

  private S7Pruning() {}

  /** What each filter reads, in the session of the default serializer. */
  static List<String> read(Tables tables) {
    Dataset<Row> table =
        tables.cached(
            tables
                .spark
                .range(0, 40_000, 1, 8)
                .selectExpr(
                    "id",
                    "if(id < 10000, null, cast(id % 100 as int)) k",
                    "date_add(date'2000-01-01', cast(id / 50 as int)) day",
                    "cast(id / 100 as decimal(10,2)) price",
                    "concat('n-', lpad(id, 6, '0')) name",
                    "id % 2 = 0 flag"));
    table.count();
    List<String> reads = new ArrayList<>();
    for (String filter : FILTERS) {
      // Spark counts partitions and batches in scans of rows alone, and rows in both.
      tables.spark.conf().set(VECTORIZED, "false");
      InMemoryTableScanExec rows = scan(table, filter);
      String read =
          rows.readPartitions().value()
              + " partitions, "
              + rows.readBatches().value()
              + " batches, ";
      tables.spark.conf().unset(VECTORIZED);
      InMemoryTableScanExec columns = scan(table, filter);
      reads.add(
          filter
              + ": "
              + read
              + rows.metrics().apply("numOutputRows").value()
              + " and "
              + columns.metrics().apply("numOutputRows").value()
              + " rows");
    }
    table.unpersist(true);
    return reads;
  }

  private static InMemoryTableScanExec scan(Dataset<Row> table, String filter) {
    Dataset<Row> filtered = table.where(filter).selectExpr("id", "k", "name");
    filtered.collectAsList();
    return (InMemoryTableScanExec)
        filtered
            .queryExecution()
            .executedPlan()
            .collectLeaves()
            .find(leaf -> leaf instanceof InMemoryTableScanExec)
            .get();
  }

  static Probe sameAs(List<String> expected, Tables tables) {
    return Probe.of(
        "S7",
        "the same partitions and batches as with the default serializer",
        b -> {
          Expect.equal("reads", expected, read(tables));
          return expected.size()
              + " filters, such as "
              + expected.get(0)
              + "; "
              + tables.nothingLeft();
        });
  }
}
