package dev.lockstep.spark.context.probes;

import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.RDDBlockId;
import scala.jdk.javaapi.CollectionConverters;

/** R10: nothing about a native block comes to the driver by itself. */
final class R10Listening {
  private R10Listening() {}

  static List<Probe> probes() {
    return List.of(
        Probe.of("R10", "task metrics name no native block", R10Listening::taskMetrics),
        Probe.of("R10", "heartbeats carry the sum of storage memory", R10Listening::heartbeat),
        Probe.of("R10", "no event of the listener bus names a native block", R10Listening::bus));
  }

  private static String taskMetrics(Bench bench) throws Exception {
    JavaRDD<byte[]> rdd = bench.bytes(bench.first(), 7_000_000);
    RDDBlockId known = new RDDBlockId(rdd.id(), 0);
    bench.overheard.lookFor(known.name());
    bench.at(bench.first(), site -> site.stored("a", 50) + "");
    // This job's task evicts the native block, and its metrics say what became of blocks.
    Expect.that(bench.cache(bench.first(), rdd), "a cached RDD");
    String seen =
        bench.at(
            bench.first(),
            site -> {
              site.gone("a");
              site.stored("b", 50);
              site.manager.removeBlock(Site.id("b"), true);
              var updated =
                  CollectionConverters.asJava(
                      TaskContext.get().taskMetrics().updatedBlockStatuses());
              Expect.that(
                  updated.stream().noneMatch(pair -> pair._1() instanceof NativeBlockId),
                  "no native block in " + updated);
              return updated.stream().map(pair -> pair._1().name()).toList().toString();
            });
    Expect.contains("task metrics after an eviction", known.name(), seen);
    Held.until(
        "task metrics at the driver name " + known,
        () -> bench.overheard.mentions().contains("SparkListenerTaskEnd"));
    rdd.unpersist(true);
    return known + " in " + bench.overheard.mentions();
  }

  private static String heartbeat(Bench bench) throws Exception {
    long before = reported(bench);
    long bytes =
        Long.parseLong(
            bench.at(
                bench.first(),
                site -> {
                  site.stored("a", 60);
                  return "" + site.percent(60);
                }));
    long during = reported(bench);
    for (int tries = 0; tries < 5 && during < bytes; tries++) {
      during = reported(bench);
    }
    Expect.that(during >= bytes, "a sum that includes " + bytes + " native bytes, not " + during);
    bench.at(bench.first(), site -> site.natives.removeNative(Site.id("a")) + "");
    return "OnHeapStorageMemory "
        + before
        + " -> "
        + during
        + " with "
        + bytes
        + " native bytes: a sum, and no id";
  }

  /** What a heartbeat says after a task, without which it would say nothing. */
  private static long reported(Bench bench) throws Exception {
    bench.overheard.forgetHeartbeats(bench.first());
    bench.at(bench.first(), site -> "");
    return bench.overheard.onHeapStorage(bench.first());
  }

  private static String bus(Bench bench) throws Exception {
    bench.context.sc().listenerBus().waitUntilEmpty(10_000);
    Expect.equal("events that name a native block", List.of(), bench.overheard.natives());
    Expect.that(bench.overheard.count(SparkListenerBlockUpdated.class) > 0, "block updates");
    Expect.that(bench.overheard.count(SparkListenerExecutorMetricsUpdate.class) > 0, "heartbeats");
    return bench.overheard.total()
        + " events, "
        + bench.overheard.count(SparkListenerBlockUpdated.class)
        + " block updates, "
        + bench.overheard.count(SparkListenerExecutorMetricsUpdate.class)
        + " heartbeats";
  }
}
