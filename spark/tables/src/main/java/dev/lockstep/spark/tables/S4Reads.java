package dev.lockstep.spark.tables;

import dev.lockstep.spark.arrow.cache.ArrowColumn;
import dev.lockstep.spark.arrow.cache.ArrowMemory;
import dev.lockstep.spark.context.probes.Expect;
import dev.lockstep.spark.context.probes.Probe;
import dev.lockstep.spark.context.probes.Site;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.jdk.javaapi.CollectionConverters;

/** S4: what a scan reads is the payload itself, pinned; what it has read may go at once. */
final class S4Reads {
  /** On executors: whether blocks are removed as fast as pins allow. */
  private static final AtomicBoolean STORM = new AtomicBoolean();

  /** Operators that keep values of batches that have gone. */
  private static final List<String> KEEPING =
      List.of(
          "select max(name), min(name), first(name), last(name) from t",
          "select k, max_by(name, id) m from t group by k order by k",
          "select k % 10 g, sort_array(collect_set(name)) s from t group by 1 order by 1",
          "select id, name, lag(name) over (partition by k order by id) l from t order by id limit 500",
          "select upper(name) u, count(*) c from t group by 1 order by 1",
          "select distinct name from t order by name",
          "select a.name, count(*) c from t a join t b on a.id = b.id + 1 group by 1 order by 1",
          "select concat(name, '!') c from t where k = 13 order by id",
          "select name, amount from t order by amount desc, id limit 100",
          "select * from (select * from t union all select * from t) order by id, name limit 200",
          "select count(*) from t where exists (select 1 from t u where u.id = t.id and u.name like '%7')");

  private S4Reads() {}

  static List<Probe> probes(Tables tables) {
    return List.of(
        Probe.of(
            "S4",
            "a scan reads the registered addresses and allocates nothing",
            b -> zeroCopy(tables)),
        Probe.of("S4", "each batch may go as soon as it is unpinned", b -> storm(tables)),
        Probe.of("S4", "the same, read as rows", b -> rows(tables)),
        Probe.of(
            "S3", "a table cached from a cached table shares its memory", b -> shared(tables)));
  }

  private static InMemoryTableScanExec scan(Dataset<Row> table) {
    SparkPlan plan = table.queryExecution().sparkPlan();
    return (InMemoryTableScanExec)
        plan.collectLeaves().find(leaf -> leaf instanceof InMemoryTableScanExec).get();
  }

  private static String zeroCopy(Tables tables) throws Exception {
    Dataset<Row> table = tables.cached(Source.plain(tables));
    table.count();
    JavaRDD<ColumnarBatch> batches = scan(table).executeColumnar().toJavaRDD();
    List<String> seen =
        batches
            .mapPartitions(
                partition -> {
                  List<String> out = new java.util.ArrayList<>();
                  while (partition.hasNext()) {
                    ColumnarBatch batch = partition.next();
                    out.add(inRegistered(batch));
                  }
                  return out.iterator();
                })
            .collect();
    Expect.equal("batches", Source.PARTS, seen.size());
    for (String column : seen) {
      Expect.equal("where the columns lie", "registered", column);
    }
    long[] before = tables.engine(tables.bench.first());
    Source.answer(table);
    long[] after = tables.engine(tables.bench.first());
    Expect.equal("bytes of the engine after a scan", before[0], after[0]);
    Expect.equal("batches made by a scan", before[1], after[1]);
    return seen.size() + " batches read where they are registered; " + tables.nothingLeft();
  }

  /** Whether each column begins in a registered payload of this executor. */
  private static String inRegistered(ColumnarBatch batch) {
    for (int i = 0; i < batch.numCols(); i++) {
      long address = ((ArrowColumn) batch.column(i)).dataAddress();
      boolean found =
          ArrowMemory.registered().values().stream()
              .anyMatch(place -> address >= place[0] && address < place[0] + place[1]);
      if (!found) {
        return "column " + i + " is elsewhere";
      }
    }
    return "registered";
  }

  /** Small batches, so that most of a partition is unread when its first batch goes. */
  private static String storm(Tables tables) throws Exception {
    tables.spark.conf().set("spark.sql.inMemoryColumnarStorage.batchSize", "250");
    try {
      Source.plain(tables).createOrReplaceTempView("t");
      List<List<String>> expected = KEEPING.stream().map(query -> rows(tables, query)).toList();
      Dataset<Row> table = tables.cached(tables.spark.table("t"));
      table.createOrReplaceTempView("t");
      long made = made(tables);
      for (int i = 0; i < expected.size(); i++) {
        // Whole again, so that the query finds it.
        table.count();
        blow(tables, true);
        try {
          Expect.equal(KEEPING.get(i), expected.get(i), rows(tables, KEEPING.get(i)));
        } finally {
          blow(tables, false);
        }
      }
      long more = made(tables) - made;
      Expect.that(more > 100L * expected.size() / 2, "batches made again, made were " + more);
      tables.spark.catalog().dropTempView("t");
      return expected.size() + " queries, " + more + " payloads; " + tables.nothingLeft();
    } finally {
      tables.spark.conf().unset("spark.sql.inMemoryColumnarStorage.batchSize");
    }
  }

  private static String rows(Tables tables) throws Exception {
    tables.spark.conf().set("spark.sql.inMemoryColumnarStorage.enableVectorizedReader", "false");
    try {
      return storm(tables);
    } finally {
      tables.spark.conf().unset("spark.sql.inMemoryColumnarStorage.enableVectorizedReader");
    }
  }

  private static List<String> rows(Tables tables, String query) {
    return tables.spark.sql(query).collectAsList().stream().map(Row::toString).toList();
  }

  private static long made(Tables tables) {
    return tables.bench.executors().stream().mapToLong(e -> tables.engine(e)[1]).sum();
  }

  /**
   * Starts or ends, on each executor, a thread that removes every block that nobody has locked,
   * from the moment on that a task has found a partition.
   */
  private static void blow(Tables tables, boolean on) {
    for (String executor : tables.bench.executors()) {
      tables.bench.at(
          executor,
          site -> {
            STORM.set(on);
            long before = found();
            if (on) {
              Thread thread = new Thread(() -> removeAll(site, before), "storm");
              thread.setDaemon(true);
              thread.start();
            }
            return "";
          });
    }
  }

  private static void removeAll(Site site, long foundBefore) {
    while (STORM.get()) {
      if (found() > foundBefore) {
        site.nativeBlocks().forEach(site.natives::tryRemove);
      }
    }
  }

  /** How many partitions tasks of this JVM have found in the cache. */
  private static long found() {
    return CollectionConverters.asJava(
            SparkEnv.get().metricsSystem().getSourcesByName("NativeCache"))
        .stream()
        .mapToLong(source -> source.metricRegistry().counter("partitions.found").getCount())
        .sum();
  }

  private static String shared(Tables tables) throws Exception {
    Dataset<Row> first = tables.cached(Source.plain(tables));
    first.count();
    String expected = Source.answer(first);
    long before = bytes(tables);
    Dataset<Row> second = tables.cached(first.select("name", "id", "k", "amount"));
    Expect.equal("rows", (long) Source.PARTS * Source.ROWS, second.count());
    Expect.equal("bytes of the engine", before, bytes(tables));
    Expect.equal("native blocks", 2 * Source.PARTS, tables.natives());
    first.unpersist(true);
    Expect.equal("native blocks", Source.PARTS, tables.natives());
    Expect.equal("the answer of the second", expected, Source.answer(second));
    return before + " bytes for both; " + tables.nothingLeft();
  }

  private static long bytes(Tables tables) {
    return tables.bench.executors().stream().mapToLong(e -> tables.engine(e)[0]).sum();
  }
}
