package dev.lockstep.spark.tables;

import dev.lockstep.spark.arrow.cache.ArrowMemory;
import dev.lockstep.spark.context.probes.Bench;
import dev.lockstep.spark.context.probes.Expect;
import dev.lockstep.spark.context.probes.Probe;
import dev.lockstep.spark.context.probes.ProbeRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The 22 queries of TPC-H over cached tables: their answers are those without a cache while
 * payloads, JVM blocks, joins and aggregates fight for one pool that holds a part of them, and
 * released payloads are poisoned (S3 to S6, S8).
 */
final class TpchCheck {
  /** Where the tables are kept between runs, if not in the run's folder. */
  static final String FOLDER = "lockstep.tpch";

  private static final String PART = "tpch";

  private static final double FULL_SCALE = 0.1;

  /** Storage and execution memory of all executors together at that scale, and never less. */
  private static final long POOL_BYTES = 64L << 20;

  private static final long POOL_BYTES_MIN = 8L << 20;

  /** Rows of a batch at that scale: two of the largest tables' partitions are a partition. */
  private static final int BATCH_ROWS = 20_000;

  private static final int BATCH_ROWS_MIN = 2000;

  private static final int ARRAYS = 4;

  private final Tables tables;
  private final double scale;
  private final TpchTables files;
  private final Map<String, Answer> expected = new HashMap<>();
  private final ArrayBlocks arrays;
  private final TaskWatch tasks = new TaskWatch();
  private Usage before = new Usage(0, 0, 0, 0, 0, 0, 0);

  private TpchCheck(Tables tables, double scale, Path folder, long poolBytes) {
    this.tables = tables;
    this.scale = scale;
    this.files = new TpchTables(folder, scale);
    // A quarter of the pool, if they were all there.
    this.arrays = new ArrayBlocks(tables.bench, ARRAYS, (int) (poolBytes / 4 / ARRAYS));
    tables.spark.sparkContext().addSparkListener(tasks);
  }

  /** {@code tpch} or {@code tpch:0.01}. */
  static boolean isPart(String part) {
    return part.equals(PART) || part.startsWith(PART + ":");
  }

  static double scale(String part) {
    return part.equals(PART) ? FULL_SCALE : Double.parseDouble(part.substring(PART.length() + 1));
  }

  /** A result for each query, one for the pressure and one for what is left. */
  static void run(ProbeRun run, String master, double scale) throws Exception {
    String kept = System.getProperty(FOLDER);
    Path folder = kept == null ? run.folder().resolve("tpch") : Path.of(kept);
    long pool = Math.max(POOL_BYTES_MIN, (long) (POOL_BYTES * scale / FULL_SCALE));
    try (Tables tables = Tables.start(master, settings(master, scale, pool))) {
      TpchCheck check = new TpchCheck(tables, scale, folder, pool);
      for (Probe probe : check.probes()) {
        // What is cached is to stay for the next query.
        run.last(tables.bench, probe);
      }
      run.all(tables.bench, List.of(Probe.of("S6", "TPC-H: nothing is left", check::nothingLeft)));
    }
  }

  private static Map<String, String> settings(String master, double scale, long poolBytes) {
    int executors = master.startsWith("local[") ? 1 : 2;
    // Spark's share for storage and execution is 60 %.
    long memory = poolBytes / executors * 10 / 6;
    int rows = (int) Math.min(BATCH_ROWS, BATCH_ROWS * scale / FULL_SCALE);
    return Map.ofEntries(
        Map.entry("spark.testing.memory", Long.toString(memory)),
        Map.entry("spark.testing.reservedMemory", "0"),
        Map.entry("spark.sql.shuffle.partitions", "2"),
        // Most of the code is generated for one query: the second compiler takes more than it
        // gives.
        Map.entry("spark.executor.defaultJavaOptions", "-XX:TieredStopAtLevel=1"),
        // Both are 1 MiB or more by default, which is much of a pool for the shortest run.
        Map.entry("spark.buffer.pageSize", "64k"),
        Map.entry("spark.storage.unrollMemoryThreshold", "65536"),
        Map.entry(
            "spark.sql.inMemoryColumnarStorage.batchSize",
            Integer.toString(Math.max(BATCH_ROWS_MIN, rows))),
        // A file is a partition.
        Map.entry("spark.sql.files.openCostInBytes", "128m"),
        // A relation to broadcast takes 32 MiB in Spark 4.2.0, however small: all joins sort.
        Map.entry("spark.sql.autoBroadcastJoinThreshold", "-1"),
        // Now and then a partition is computed on another executor than before.
        Map.entry("spark.locality.wait", "300ms"));
  }

  private List<Probe> probes() {
    List<Probe> probes = new ArrayList<>();
    List<TpchQuery> queries = TpchQuery.all(scale);
    probes.add(Probe.of("S1", "TPC-H: tables are cached", bench -> prepare(bench, queries)));
    for (TpchQuery query : queries) {
      probes.add(
          Probe.of(
              "S5",
              "TPC-H " + query.name() + ": the answer of cached tables is that without a cache",
              bench -> compare(bench, query)));
    }
    probes.add(Probe.of("S8", "TPC-H: half of the payloads were evicted", this::pressure));
    return probes;
  }

  private String prepare(Bench bench, List<TpchQuery> queries) throws Exception {
    for (String executor : bench.executors()) {
      String poison =
          bench.at(executor, site -> Boolean.toString(Boolean.getBoolean(ArrowMemory.POISON)));
      Expect.equal(ArrowMemory.POISON + " on " + executor, "true", poison);
    }
    long start = System.nanoTime();
    files.write(tables.spark);
    long written = System.nanoTime();
    Map<String, Dataset<Row>> read = files.read(tables.spark);
    read.forEach((name, table) -> table.createOrReplaceTempView(name));
    for (TpchQuery query : queries) {
      expected.put(query.name(), answer(query));
    }
    long answered = System.nanoTime();
    // Cached when it is first read.
    read.values().forEach(tables::cached);
    return String.format(
        "scale %s: tables written in %d ms, %d answers without a cache in %d ms",
        scale, millis(start, written), expected.size(), millis(written, answered));
  }

  private Answer answer(TpchQuery query) {
    return Answer.of(tables.spark.sql(query.text()), query.sortKeys());
  }

  private static long millis(long from, long to) {
    return TimeUnit.NANOSECONDS.toMillis(to - from);
  }

  private String compare(Bench bench, TpchQuery query) {
    Answer wanted = expected.get(query.name());
    if (wanted == null) {
      throw new Expect.Unmet("there is no answer without a cache to compare with");
    }
    Answer found;
    try (ArrayBlocks.Reading reading = arrays.reading()) {
      found = answer(query);
    }
    Usage now = Usage.of(bench);
    Usage since = now.since(before);
    long registered = now.registered() - before.registered();
    before = now;
    Expect.equal("difference", "", wanted.difference(found));
    return String.format(
        "%d rows; %d payloads registered, %d evicted, %d removed; partitions: %d found, %d built,"
            + " %d broken, %d not kept",
        found.rows().size(),
        registered,
        since.evicted(),
        since.removed(),
        since.found(),
        since.built(),
        since.broken(),
        since.notKept());
  }

  private String pressure(Bench bench) {
    Usage all = Usage.of(bench);
    String seen =
        String.format(
            "%d payloads registered, %d evicted, %d removed with their handles, %d there;"
                + " partitions: %d found, %d built, %d broken, %d not kept; %s; %s",
            all.registered(),
            all.evicted(),
            all.removed(),
            all.resident(),
            all.found(),
            all.built(),
            all.broken(),
            all.notKept(),
            arrays.seen(),
            tasks.seen());
    Expect.equal("failed tasks", "", tasks.failures());
    Expect.that(arrays.evicted() > 0, "an array evicted: " + seen);
    Expect.that(tasks.peakBytes() > 0, "execution memory taken: " + seen);
    Expect.that(
        all.evicted() * 2 >= all.registered() && all.evicted() > 0, "half evicted: " + seen);
    return seen;
  }

  private String nothingLeft(Bench bench) throws Exception {
    String left = tables.nothingLeft();
    Usage all = Usage.of(bench);
    Expect.equal("registered less released", 0L, all.resident());
    return all.registered() + " payloads registered and released, " + left;
  }
}
