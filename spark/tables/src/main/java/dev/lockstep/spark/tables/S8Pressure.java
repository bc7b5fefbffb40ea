package dev.lockstep.spark.tables;

import dev.lockstep.spark.context.probes.Expect;
import dev.lockstep.spark.context.probes.Probe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** S3, S8: tables that do not fit, one after the other and at once. */
final class S8Pressure {
  /** Of payloads; a table of {@link Source} takes some 800 kB. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "spark.memory.offHeap.enabled", "true",
          "spark.memory.offHeap.size", "1500000",
          "spark.sql.inMemoryColumnarStorage.batchSize", "1000");

  private S8Pressure() {}

  static List<Probe> probes(Tables tables) {
    return List.of(
        Probe.of(
            "S3",
            "a table that does not fit is streamed, and leaves nothing",
            b -> tooLarge(tables)),
        Probe.of(
            "S8",
            "queries over tables that push each other out end, with right answers",
            b -> pushing(tables)),
        Probe.of(
            "S3",
            "AQE: a table that was not stored is not taken for an empty one",
            b -> notEmpty(tables)),
        Probe.of(
            "S5",
            "what is left of a broken partition leaves the driver's books",
            b -> books(tables)));
  }

  private static String tooLarge(Tables tables) throws Exception {
    Dataset<Row> plain = Source.of(tables, 2, 100_000, (part, row) -> {});
    String expected = Source.answer(plain);
    Dataset<Row> table = tables.cached(Source.of(tables, 2, 100_000, (part, row) -> {}));
    Expect.equal("the answer", expected, Source.answer(table));
    Expect.equal("the answer again", expected, Source.answer(table));
    Expect.equal("native blocks", 0, tables.natives());
    return tables.nothingLeft();
  }

  private static String pushing(Tables tables) throws Exception {
    String expected = Source.answer(Source.plain(tables));
    List<Dataset<Row>> cached =
        List.of(
            tables.cached(Source.of(tables, Source.PARTS, Source.ROWS, (part, row) -> {})),
            tables.cached(Source.of(tables, Source.PARTS, Source.ROWS, (part, row) -> {})),
            tables.cached(Source.of(tables, Source.PARTS, Source.ROWS, (part, row) -> {})));
    S5Gone.atOnce(
        () -> {
          for (int round = 0; round < 3; round++) {
            for (Dataset<Row> table : cached) {
              Expect.equal("the answer", expected, Source.answer(table));
            }
          }
        });
    return tables.nothingLeft();
  }

  /** The first batch of each partition finds no space, and materialization asks for none. */
  private static String notEmpty(Tables tables) throws Exception {
    tables.spark.conf().set("spark.sql.inMemoryColumnarStorage.batchSize", "1000000");
    try {
      Dataset<Row> table = tables.cached(Source.of(tables, 2, 60_000, (part, row) -> {}));
      Dataset<Row> other = Source.plain(tables);
      for (int round = 0; round < 2; round++) {
        Expect.equal(
            "rows of a join", (long) Source.PARTS * Source.ROWS, table.join(other, "id").count());
      }
      Expect.equal("rows", 120_000L, table.count());
      // A partition of which some batches were counted: a bound by which a limit would go.
      tables.spark.conf().set("spark.sql.inMemoryColumnarStorage.batchSize", "1000");
      Dataset<Row> counted = tables.cached(Source.of(tables, 2, 60_000, (part, row) -> {}));
      for (int round = 0; round < 2; round++) {
        Expect.equal("rows of a limit", 70_000L, counted.limit(70_000).count());
        Expect.equal(
            "rows of a sort and a limit", 3, counted.orderBy("id").limit(3).collectAsList().size());
      }
    } finally {
      tables.spark.conf().set("spark.sql.inMemoryColumnarStorage.batchSize", "1000");
    }
    return tables.nothingLeft();
  }

  /** A payload that is evicted: the driver soon hears that the partition is no longer cached. */
  private static String books(Tables tables) throws Exception {
    Dataset<Row> table = tables.cached(Source.plain(tables));
    table.count();
    int rdd = S3Space.rddId(table);
    Expect.equal("cached partitions", Source.PARTS, cachedPartitions(tables, rdd));
    String executor =
        tables.bench.executors().stream()
            .filter(e -> !tables.natives(e).isEmpty())
            .findFirst()
            .orElseThrow();
    int before = tables.natives();
    tables.bench.at(executor, site -> "" + site.evict(1, MemoryMode.OFF_HEAP));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (cachedPartitions(tables, rdd) == Source.PARTS && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    Expect.equal("cached partitions", Source.PARTS - 1, cachedPartitions(tables, rdd));
    // The siblings went with it, by their handles.
    Expect.that(tables.natives() <= before - 2, "fewer blocks than " + before + ", not one less");
    return tables.nothingLeft();
  }

  private static int cachedPartitions(Tables tables, int rdd) {
    for (var info : tables.spark.sparkContext().getRDDStorageInfo()) {
      if (info.id() == rdd) {
        return info.numCachedPartitions();
      }
    }
    return 0;
  }
}
