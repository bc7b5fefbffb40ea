package dev.lockstep.spark.tables;

import dev.lockstep.spark.context.probes.Expect;
import dev.lockstep.spark.context.probes.Probe;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** S6: what attempts leave, and what an unpersist takes with it. */
final class S6Attempts {
  private S6Attempts() {}

  static List<Probe> probes(Tables tables) {
    return List.of(
        Probe.of(
            "S6", "unpersist takes the payloads with it, on each executor", b -> unpersist(tables)),
        Probe.of("S6", "a task that fails at a row frees what it registered", b -> failing(tables)),
        Probe.of("S6", "a job that is cancelled leaves nothing", b -> cancelled(tables)),
        Probe.of("S6", "unpersist under a running query", b -> underQuery(tables)),
        Probe.of("S4", "a limit gives back what it did not read", b -> limit(tables)),
        Probe.of("S4", "two sessions share one cached table", b -> sessions(tables)),
        Probe.of("S4", "a thread that feeds a pipe outlives its task", b -> pipe(tables)));
  }

  private static String unpersist(Tables tables) throws Exception {
    Dataset<Row> table = tables.cached(Source.plain(tables));
    Dataset<Row> other =
        tables.cached(Source.of(tables, Source.PARTS, Source.ROWS, (part, row) -> {}));
    table.count();
    other.count();
    Expect.equal("native blocks", 2 * Source.PARTS, tables.natives());
    table.unpersist(true);
    Expect.equal("native blocks of the other", Source.PARTS, tables.natives());
    return tables.nothingLeft();
  }

  /** On a cluster it is tried again; in local mode the query fails. */
  private static String failing(Tables tables) throws Exception {
    tables.spark.conf().set("spark.sql.inMemoryColumnarStorage.batchSize", "500");
    try {
      Dataset<Row> table =
          tables.cached(
              Source.of(
                  tables,
                  Source.PARTS,
                  Source.ROWS,
                  (part, row) -> {
                    if (part == 1 && row == 3210 && TaskContext.get().attemptNumber() == 0) {
                      throw new IllegalStateException("row " + row + " fails");
                    }
                  }));
      if (tables.bench.cluster()) {
        String expected = Source.answer(Source.plain(tables));
        Expect.equal("the answer", expected, Source.answer(table));
        Expect.equal("native blocks", 10 * Source.PARTS, tables.natives());
      } else {
        Throwable thrown = Expect.thrownBy(() -> Source.answer(table));
        Expect.contains("the error", "row 3210 fails", String.valueOf(thrown));
      }
    } finally {
      tables.spark.conf().unset("spark.sql.inMemoryColumnarStorage.batchSize");
    }
    return tables.nothingLeft();
  }

  private static String cancelled(Tables tables) throws Exception {
    tables.spark.conf().set("spark.sql.inMemoryColumnarStorage.batchSize", "100");
    try {
      Dataset<Row> table =
          tables.cached(
              Source.of(
                  tables,
                  Source.PARTS,
                  Source.ROWS,
                  (part, row) -> {
                    if (row % 100 == 99) {
                      TimeUnit.MILLISECONDS.sleep(50);
                    }
                  }));
      CompletableFuture<Throwable> query =
          CompletableFuture.supplyAsync(() -> Expect.thrownBy(() -> Source.answer(table)));
      // No task can look how far it is: the cores are busy.
      TimeUnit.MILLISECONDS.sleep(800);
      tables.spark.sparkContext().cancelAllJobs();
      Expect.contains("the query", "cancelled", String.valueOf(query.get(30, TimeUnit.SECONDS)));
      // Not by unpersist: an attempt that ends takes with it what it has registered. Whole
      // partitions stay.
      tables.awaitNatives(blocks -> blocks % (Source.ROWS / 100) == 0);
      Expect.that(tables.natives() < Source.PARTS * Source.ROWS / 100, "a job that was not done");
    } finally {
      tables.spark.conf().unset("spark.sql.inMemoryColumnarStorage.batchSize");
    }
    return tables.nothingLeft();
  }

  private static String underQuery(Tables tables) throws Exception {
    Dataset<Row> table = tables.cached(Source.plain(tables));
    table.count();
    String expected = Source.answer(Source.plain(tables));
    for (boolean blocking : new boolean[] {false, true}) {
      Dataset<Row> slow =
          table.selectExpr(
              "id",
              "k",
              "name",
              "amount",
              "if(id % 1000 = 0, reflect('java.lang.Thread', 'sleep', 20L), '') s");
      CompletableFuture<Throwable> query =
          CompletableFuture.supplyAsync(
              () ->
                  Expect.thrownBy(
                      () ->
                          Expect.equal(
                              "the answer",
                              expected,
                              Source.answer(slow.where("s is null or s is not null")))));
      TimeUnit.MILLISECONDS.sleep(300);
      table.unpersist(blocking);
      Throwable thrown = query.get(60, TimeUnit.SECONDS);
      Expect.equal("what the query threw", null, thrown);
      table = tables.cached(table);
      table.count();
    }
    return tables.nothingLeft();
  }

  private static String limit(Tables tables) throws Exception {
    tables.spark.conf().set("spark.sql.inMemoryColumnarStorage.batchSize", "100");
    try {
      Dataset<Row> table = tables.cached(Source.plain(tables));
      table.count();
      Expect.equal("rows", 5, table.limit(5).collectAsList().size());
      Expect.equal("rows", 1, table.where("id = 4321").limit(1).collectAsList().size());
      java.util.Iterator<Row> rows = table.toLocalIterator();
      rows.next();
      tables
          .bench
          .executors()
          .forEach(
              e ->
                  tables.bench.at(
                      e,
                      site -> {
                        site.unlocked();
                        return "";
                      }));
    } finally {
      tables.spark.conf().unset("spark.sql.inMemoryColumnarStorage.batchSize");
    }
    return tables.nothingLeft();
  }

  private static String sessions(Tables tables) throws Exception {
    SparkSession other = tables.spark.newSession();
    Dataset<Row> first = tables.spark.range(0, 10_000, 1, 4).selectExpr("id", "id % 10 k");
    Dataset<Row> second = other.range(0, 10_000, 1, 4).selectExpr("id", "id % 10 k");
    tables.cached(first).count();
    int blocks = tables.natives();
    Expect.equal(
        "the sum in the other session", 49_995_000L, second.selectExpr("sum(id)").first().get(0));
    Expect.contains(
        "its plan",
        "InMemoryTableScan",
        second.selectExpr("sum(id)").queryExecution().executedPlan().toString());
    Expect.equal("native blocks", blocks, tables.natives());
    return tables.nothingLeft();
  }

  /**
   * The pipe's command ends after a line, and the task with it; the rows are not read to the end.
   */
  private static String pipe(Tables tables) throws Exception {
    tables.spark.conf().set("spark.sql.inMemoryColumnarStorage.batchSize", "50");
    try {
      for (int round = 0; round < 3; round++) {
        Dataset<Row> table = tables.cached(Source.plain(tables));
        if (round > 0) {
          table.count();
        }
        long lines = table.javaRDD().map(Row::mkString).pipe("head -1").count();
        Expect.equal("lines", (long) Source.PARTS, lines);
        table.unpersist(true);
      }
    } finally {
      tables.spark.conf().unset("spark.sql.inMemoryColumnarStorage.batchSize");
    }
    return tables.nothingLeft();
  }
}
