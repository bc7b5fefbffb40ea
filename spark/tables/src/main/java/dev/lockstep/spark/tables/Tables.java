package dev.lockstep.spark.tables;

import dev.lockstep.spark.arrow.cache.ArrowCachedBatchSerializer;
import dev.lockstep.spark.arrow.cache.ArrowMemory;
import dev.lockstep.spark.context.probes.Bench;
import dev.lockstep.spark.context.probes.Expect;
import dev.lockstep.spark.context.probes.Overheard;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.columnar.InMemoryRelation$;
import org.apache.spark.storage.StorageLevel;

/** A session whose tables are cached in Arrow's memory, and the executors that it runs on. */
final class Tables implements AutoCloseable {
  static final String NATIVE = ArrowCachedBatchSerializer.class.getName();
  static final String DEFAULT =
      "org.apache.spark.sql.execution.columnar.DefaultCachedBatchSerializer";

  /** How long what is asynchronous may take: a removal, the end of a killed task. */
  private static final int PATIENCE_SECONDS = 20;

  final SparkSession spark;
  final Bench bench;
  private final Overheard overheard;

  private Tables(SparkSession spark, Bench bench, Overheard overheard) {
    this.spark = spark;
    this.bench = bench;
    this.overheard = overheard;
  }

  /**
   * Starts a session.
   *
   * @param master {@code local[2]} or {@code local-cluster[2,1,1024]}
   * @param settings over those that all sessions have
   */
  static Tables start(String master, Map<String, String> settings) throws Exception {
    boolean local = master.startsWith("local[");
    // One serializer for each JVM: the session before may have had another.
    InMemoryRelation$.MODULE$.clearSerializer();
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .appName("lockstep tables")
            .config("spark.ui.enabled", false)
            .config("spark.ui.showConsoleProgress", false)
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 4)
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
            .config("spark.locality.wait", "20s")
            .config("spark.cleaner.referenceTracking.blocking", false)
            .config("spark.sql.cache.serializer", NATIVE);
    if (!local) {
      builder
          .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
          .config(
              "spark.executor.extraJavaOptions",
              "-XX:+UseSerialGC -D"
                  + ArrowMemory.POISON
                  + "="
                  + Boolean.getBoolean(ArrowMemory.POISON)
                  + " -Dlog4j2.configurationFile="
                  + System.getProperty("log4j2.configurationFile"));
    }
    settings.forEach(builder::config);
    SparkSession spark = builder.getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    Overheard overheard = new Overheard();
    spark.sparkContext().addSparkListener(overheard);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return new Tables(spark, Bench.of(context, overheard, local ? 1 : 2), overheard);
  }

  Dataset<Row> cached(Dataset<Row> table) {
    return table.persist(StorageLevel.MEMORY_ONLY());
  }

  /** How many jobs have been started. */
  int jobs() throws Exception {
    waitForEvents();
    return overheard.count(SparkListenerJobStart.class);
  }

  /** Until listeners have heard all that has happened. */
  private void waitForEvents() throws Exception {
    spark.sparkContext().listenerBus().waitUntilEmpty();
  }

  /** The native blocks of an executor, by name. */
  List<String> natives(String executor) {
    String found =
        bench.at(
            executor,
            site ->
                String.join(
                    " ", site.nativeBlocks().stream().map(id -> id.name()).sorted().toList()));
    return found.isEmpty() ? List.of() : List.of(found.split(" "));
  }

  int natives() {
    return bench.executors().stream().mapToInt(executor -> natives(executor).size()).sum();
  }

  /** Bytes, batches made and batches freed, of the engine in an executor. */
  long[] engine(String executor) {
    String[] found =
        bench
            .at(
                executor,
                site ->
                    ArrowMemory.allocatedBytes()
                        + " "
                        + ArrowMemory.made()
                        + " "
                        + ArrowMemory.freed())
            .split(" ");
    return new long[] {
      Long.parseLong(found[0]), Long.parseLong(found[1]), Long.parseLong(found[2])
    };
  }

  /**
   * Uncaches everything; then no executor has a native block, a byte of the engine's, or a batch
   * that was made and not freed.
   *
   * @return how many batches were made since the JVMs began
   */
  String nothingLeft() throws InterruptedException {
    spark.sharedState().cacheManager().clearCache();
    bench.context.getPersistentRDDs().values().forEach(rdd -> rdd.unpersist(true));
    StringBuilder made = new StringBuilder();
    for (String executor : bench.executors()) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      String left = left(executor);
      while (!left.isEmpty() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(50);
        // What a thread beside its task has read is freed when nobody can read it any more.
        bench.at(
            executor,
            site -> {
              System.gc();
              return "";
            });
        left = left(executor);
      }
      Expect.equal("left on " + executor, "", left);
      made.append(made.isEmpty() ? "" : " + ").append(engine(executor)[1]);
    }
    return made + " batches made, all freed";
  }

  /** Until so many native blocks are there, on all executors together. */
  void awaitNatives(IntPredicate wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!wanted.test(natives()) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    Expect.that(wanted.test(natives()), "another number of native blocks than " + natives());
  }

  private String left(String executor) {
    List<String> blocks = natives(executor);
    long[] engine = engine(executor);
    return blocks.isEmpty() && engine[0] == 0 && engine[1] == engine[2]
        ? ""
        : "blocks "
            + blocks
            + ", "
            + engine[0]
            + " bytes, "
            + engine[1]
            + " batches made, "
            + engine[2]
            + " freed";
  }

  @Override
  public void close() {
    spark.stop();
  }
}
