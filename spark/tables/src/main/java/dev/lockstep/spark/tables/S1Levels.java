package dev.lockstep.spark.tables;

import dev.lockstep.spark.context.probes.Expect;
import dev.lockstep.spark.context.probes.Probe;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** S1: memory alone, once; anything else is refused when the table is persisted. */
final class S1Levels {
  private static final List<String> REFUSED =
      List.of(
          "DISK_ONLY",
          "DISK_ONLY_2",
          "DISK_ONLY_3",
          "MEMORY_ONLY_2",
          "MEMORY_ONLY_SER_2",
          "MEMORY_AND_DISK",
          "MEMORY_AND_DISK_2",
          "MEMORY_AND_DISK_SER",
          "MEMORY_AND_DISK_SER_2",
          "OFF_HEAP");

  private static final List<String> ACCEPTED = List.of("MEMORY_ONLY", "MEMORY_ONLY_SER");

  private S1Levels() {}

  static List<Probe> probes(Tables tables) {
    return List.of(
        Probe.of("S1", "a level that a payload cannot have fails at persist", b -> refused(tables)),
        Probe.of("S1", "a level of memory alone is accepted", b -> accepted(tables)),
        Probe.of("S1", "SQL: CACHE TABLE with and without a level", b -> sql(tables)));
  }

  private static String refused(Tables tables) throws Exception {
    int jobs = tables.jobs();
    for (String level : REFUSED) {
      UnsupportedOperationException error =
          Expect.thrown(
              UnsupportedOperationException.class,
              "persist(" + level + ")",
              () -> Source.plain(tables).persist(StorageLevel.fromString(level)));
      Expect.contains("the error", level, error.getMessage());
      Expect.contains("the error", "persist(StorageLevel.MEMORY_ONLY)", error.getMessage());
    }
    Expect.thrown(
        UnsupportedOperationException.class, "cache()", () -> Source.plain(tables).cache());
    Expect.equal("jobs", jobs, tables.jobs());
    Expect.that(tables.spark.sharedState().cacheManager().isEmpty(), "an empty cache manager");
    return REFUSED.size() + " levels and cache() refused, no job";
  }

  private static String accepted(Tables tables) throws Exception {
    String expected = Source.answer(Source.plain(tables));
    for (String level : ACCEPTED) {
      Dataset<Row> table = Source.plain(tables).persist(StorageLevel.fromString(level));
      Expect.equal("the answer at " + level, expected, Source.answer(table));
      Expect.that(tables.natives() > 0, "native blocks at " + level);
      table.unpersist(true);
    }
    tables.nothingLeft();
    return ACCEPTED.toString();
  }

  private static String sql(Tables tables) throws Exception {
    Source.plain(tables).createOrReplaceTempView("t");
    Expect.thrown(
        UnsupportedOperationException.class,
        "CACHE TABLE t",
        () -> tables.spark.sql("CACHE TABLE t"));
    tables.spark.sql("CACHE TABLE t OPTIONS ('storageLevel' 'MEMORY_ONLY')");
    Expect.that(tables.natives() > 0, "native blocks");
    String plan =
        tables
            .spark
            .table("t")
            .queryExecution()
            .explainString(org.apache.spark.sql.execution.ExplainMode.fromString("simple"));
    Expect.contains(
        "EXPLAIN",
        "InMemoryTableScan",
        plan.replace("Scan In-memory table t", "InMemoryTableScan"));
    tables.spark.sql("UNCACHE TABLE t");
    tables.spark.catalog().dropTempView("t");
    return tables.nothingLeft();
  }
}
