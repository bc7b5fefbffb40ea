package dev.lockstep.spark.tables;

import dev.lockstep.spark.context.probes.Expect;
import dev.lockstep.spark.context.probes.Probe;
import dev.lockstep.spark.context.probes.ProbeRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.util.LongAccumulator;
import scala.Option;

/** Sessions in which something goes wrong, each of its own kind. */
final class Faults {
  private Faults() {}

  static void run(String master, ProbeRun run) throws Exception {
    boolean cluster = !master.startsWith("local[");
    one(
        master,
        run,
        Map.of("spark.rdd.cache.visibilityTracking.enabled", "true"),
        Faults::visibility);
    one(
        master,
        run,
        Map.of(
            "spark.serializer",
            "org.apache.spark.serializer.KryoSerializer",
            "spark.kryo.registrationRequired",
            "true",
            "spark.kryo.classesToRegister",
            "[Ljava.lang.String;"),
        Faults::kryo);
    one(master, run, Map.of(), Faults::checkpointedParent);
    if (cluster) {
      one(
          master,
          run,
          Map.of(
              "spark.speculation", "true",
              "spark.speculation.interval", "100ms",
              "spark.speculation.multiplier", "1.1",
              "spark.speculation.quantile", "0.5",
              "spark.speculation.minTaskRuntime", "100ms",
              "spark.locality.wait", "0"),
          Faults::speculation);
      one(master, run, Map.of(), Faults::killedExecutor);
      one(master, run, decommissioning(), Faults::decommissioned);
      one(
          master,
          run,
          Map.of(
              "spark.dynamicAllocation.enabled", "true",
              "spark.dynamicAllocation.shuffleTracking.enabled", "true",
              "spark.dynamicAllocation.minExecutors", "0",
              "spark.locality.wait", "0",
              "spark.dynamicAllocation.initialExecutors", "2",
              "spark.dynamicAllocation.executorIdleTimeout", "2s",
              "spark.dynamicAllocation.cachedExecutorIdleTimeout", "3s",
              "spark.dynamicAllocation.shuffleTracking.timeout", "3s"),
          Faults::dynamicAllocation);
    }
    try (Tables tables = Tables.start(master, Map.of())) {
      run.last(
          tables.bench,
          Probe.of("S4", "the context stops under an open scan", b -> stopped(tables)));
    }
  }

  private interface Check {
    Probe probe(Tables tables);
  }

  private static void one(String master, ProbeRun run, Map<String, String> settings, Check check)
      throws Exception {
    try (Tables tables = Tables.start(master, settings)) {
      run.last(tables.bench, check.probe(tables));
    }
  }

  /** The first attempt of a task caches its partition, and then fails in another operator. */
  private static Probe visibility(Tables tables) {
    return Probe.of(
        "S5",
        "visibility tracking: what a failed attempt cached is not read before it is computed again",
        b -> {
          LongAccumulator rows = tables.spark.sparkContext().longAccumulator("rows");
          Dataset<Row> table =
              tables.cached(
                  Source.of(tables, Source.PARTS, Source.ROWS, (part, row) -> rows.add(1)));
          String expected = Source.answer(Source.plain(tables));
          long counted =
              table
                  .javaRDD()
                  .mapPartitions(
                      partition -> {
                        long found = 0;
                        while (partition.hasNext()) {
                          partition.next();
                          found++;
                        }
                        if (TaskContext.get().attemptNumber() == 0
                            && TaskContext.getPartitionId() == 1
                            && !SparkEnv.get().executorId().equals("driver")) {
                          throw new IllegalStateException("after it has cached");
                        }
                        return List.of(found).iterator();
                      })
                  .reduce(Long::sum);
          Expect.equal("rows", (long) Source.PARTS * Source.ROWS, counted);
          Expect.equal("the answer", expected, Source.answer(table));
          Expect.that(
              rows.value() >= (long) Source.PARTS * Source.ROWS,
              "each row counted by a task that succeeded, found " + rows.value());
          long before = rows.value();
          Expect.equal("the answer again", expected, Source.answer(table));
          Expect.equal("rows computed by then", before, rows.value());
          // Two stages of one table: what the one has cached is hidden from the other.
          Dataset<Row> twice = tables.cached(Source.plain(tables));
          Expect.equal(
              "rows of a join with itself",
              (long) Source.PARTS * Source.ROWS,
              twice.join(twice.withColumnRenamed("name", "other"), "id").count());
          return rows.value() + " rows counted; " + tables.nothingLeft();
        });
  }

  private static Probe kryo(Tables tables) {
    return Probe.of(
        "S2",
        "Kryo with registrationRequired",
        b -> {
          Dataset<Row> table =
              tables.cached(
                  tables.spark.range(0, 1000, 1, 2).selectExpr("id", "concat('n', id) name"));
          Expect.equal("rows", 1000L, table.count());
          Expect.equal(
              "the sum", 499_500L, table.selectExpr("sum(id)").collectAsList().get(0).get(0));
          Expect.that(
              table.queryExecution().executedPlan().toString().contains("InMemory"),
              "a cached plan");
          tables.spark.sharedState().cacheManager().clearCache();
          return "1000 rows";
        });
  }

  private static Probe checkpointedParent(Tables tables) {
    return Probe.of(
        "S5",
        "a parent that is checkpointed",
        b -> {
          Dataset<Row> parent = Source.plain(tables).localCheckpoint();
          Dataset<Row> table = tables.cached(parent);
          String expected = Source.answer(Source.plain(tables));
          Expect.equal("the answer", expected, Source.answer(table));
          for (String executor : tables.bench.executors()) {
            tables.bench.at(
                executor,
                site -> {
                  site.nativeBlocks().forEach(site.natives::tryRemove);
                  return "";
                });
          }
          Expect.equal("the answer again", expected, Source.answer(table));
          return tables.nothingLeft();
        });
  }

  /** One task is slow in its first attempt: the copy of it runs on the other executor. */
  private static Probe speculation(Tables tables) {
    return Probe.of(
        "S6",
        "speculation: copies of a task on two executors",
        b -> {
          Dataset<Row> table =
              tables.cached(
                  Source.of(
                      tables,
                      Source.PARTS,
                      Source.ROWS,
                      (part, row) -> {
                        if (part == 3 && TaskContext.get().attemptNumber() == 0 && row % 50 == 0) {
                          TimeUnit.MILLISECONDS.sleep(100);
                        }
                      }));
          String expected = Source.answer(Source.plain(tables));
          Expect.equal("the answer", expected, Source.answer(table));
          Expect.equal("the answer again", expected, Source.answer(table));
          return tables.nothingLeft();
        });
  }

  private static Probe killedExecutor(Tables tables) {
    return Probe.of(
        "S5",
        "an executor is killed while a table is read",
        b -> {
          Dataset<Row> table = tables.cached(Source.plain(tables));
          String expected = Source.answer(Source.plain(tables));
          Expect.equal("the answer", expected, Source.answer(table));
          String killed = tables.bench.second();
          CompletableFuture<Throwable> query =
              CompletableFuture.supplyAsync(
                  () ->
                      Expect.thrownBy(
                          () -> Expect.equal("the answer", expected, Source.answer(table))));
          Expect.thrownBy(
              () ->
                  tables
                      .bench
                      .context
                      .parallelize(List.of(0, 1, 2, 3), 4)
                      .foreach(
                          number -> {
                            if (SparkEnv.get().executorId().equals(killed)) {
                              Runtime.getRuntime().halt(7);
                            }
                            TimeUnit.MILLISECONDS.sleep(200);
                          }));
          Expect.equal("what the query threw", null, query.get(60, TimeUnit.SECONDS));
          Expect.equal("the answer afterwards", expected, Source.answer(table));
          tables.bench.leave(killed);
          return "executor " + killed + " killed; " + tables.nothingLeft();
        });
  }

  private static Map<String, String> decommissioning() {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.decommission.enabled", "true");
    settings.put("spark.storage.decommission.enabled", "true");
    settings.put("spark.storage.decommission.rddBlocks.enabled", "true");
    settings.put("spark.storage.decommission.shuffleBlocks.enabled", "true");
    settings.put("spark.storage.decommission.replicationReattemptInterval", "500ms");
    return settings;
  }

  /**
   * Handles are of no use elsewhere: they do not migrate, and the partitions are computed again.
   */
  private static Probe decommissioned(Tables tables) {
    return Probe.of(
        "S5",
        "decommissioning: handles do not migrate",
        b -> {
          Dataset<Row> table = tables.cached(Source.plain(tables));
          String expected = Source.answer(Source.plain(tables));
          Expect.equal("the answer", expected, Source.answer(table));
          int rdd = S3Space.rddId(table);
          String leaving = tables.bench.second();
          List<String> there = tables.natives(leaving);
          Expect.that(!there.isEmpty(), "native blocks on " + leaving);
          ((ExecutorAllocationClient) tables.spark.sparkContext().schedulerBackend())
              .decommissionExecutor(
                  leaving, new ExecutorDecommissionInfo("check", Option.empty()), true, false);
          boolean ended = false;
          for (int tries = 0; tries < 200 && !ended; tries++) {
            TimeUnit.MILLISECONDS.sleep(100);
            ended = !tables.spark.sparkContext().getExecutorIds().contains(leaving);
          }
          Expect.that(ended, "an end of the executor within 20 s");
          tables.bench.leave(leaving);
          int lost = 0;
          for (int part = 0; part < Source.PARTS; part++) {
            lost += tables.bench.master().getLocations(new RDDBlockId(rdd, part)).isEmpty() ? 1 : 0;
          }
          Expect.equal("partitions without a location", there.size(), lost);
          Expect.equal("the answer afterwards", expected, Source.answer(table));
          return there.size() + " partitions computed again; " + tables.nothingLeft();
        });
  }

  private static Probe dynamicAllocation(Tables tables) {
    return Probe.of(
        "S5",
        "dynamic allocation lets executors with cached tables go",
        b -> {
          Dataset<Row> table = tables.cached(Source.plain(tables));
          String expected = Source.answer(Source.plain(tables));
          Expect.equal("the answer", expected, Source.answer(table));
          List<String> first = tables.bench.executors();
          for (int tries = 0;
              tries < 300 && !tables.spark.sparkContext().getExecutorIds().isEmpty();
              tries++) {
            TimeUnit.MILLISECONDS.sleep(100);
          }
          Expect.that(
              tables.spark.sparkContext().getExecutorIds().isEmpty(), "no executor after 30 s");
          Expect.equal("the answer afterwards", expected, Source.answer(table));
          tables.spark.sharedState().cacheManager().clearCache();
          return "executors " + first + " gone";
        });
  }

  /** In local mode the scan outlives the stop; its rows are whole, or it fails as stock does. */
  private static String stopped(Tables tables) throws Exception {
    Dataset<Row> table = tables.cached(Source.plain(tables));
    table.count();
    String expected = Source.answer(Source.plain(tables));
    CompletableFuture<String> query =
        CompletableFuture.supplyAsync(
            () -> {
              String[] answer = new String[1];
              Throwable thrown =
                  Expect.thrownBy(
                      () ->
                          answer[0] =
                              Source.answer(
                                  table.where(
                                      "if(id % 500 = 0, reflect('java.lang.Thread', 'sleep', 20L),"
                                          + " '') is not null or id >= 0")));
              return thrown == null ? answer[0] : "failed: " + thrown;
            });
    TimeUnit.MILLISECONDS.sleep(400);
    tables.spark.stop();
    String ended = query.get(60, TimeUnit.SECONDS);
    Expect.that(
        ended.equals(expected) || ended.startsWith("failed: "), "the answer or an error: " + ended);
    return ended.startsWith("failed") ? "the query failed, as it does in stock" : "the query ended";
  }
}
