package dev.lockstep.spark.context.probes;

import java.util.concurrent.TimeUnit;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;

/** R10: an executor that is decommissioned migrates its JVM blocks, and is not held up. */
final class R10Decommission {
  private R10Decommission() {}

  /** Needs two executors, and leaves one. */
  static Probe inCluster() {
    return Probe.of("R10", "decommissioning migrates no native block", R10Decommission::run);
  }

  private static String run(Bench bench) throws Exception {
    String leaving = bench.second();
    JavaRDD<byte[]> rdd = bench.bytes(leaving, 1_000_000);
    RDDBlockId block = new RDDBlockId(rdd.id(), 0);
    Expect.that(bench.cache(leaving, rdd), "a cached RDD");
    int owner = rdd.id();
    bench.at(
        leaving,
        site -> {
          site.stored("a", 20);
          site.stored(
              org.apache.spark.storage.NativeBlockId.ofRdd(Site.ENGINE, "b", owner),
              20,
              Payload.plain());
          return "";
        });
    BlockManagerId peer = bench.blockManager(bench.first());
    ExecutorAllocationClient client =
        (ExecutorAllocationClient) bench.context.sc().schedulerBackend();
    long start = System.nanoTime();
    client.decommissionExecutor(
        leaving, new ExecutorDecommissionInfo("probe", Option.empty()), true, false);
    boolean ended = false;
    for (int tries = 0; tries < 200 && !ended; tries++) {
      TimeUnit.MILLISECONDS.sleep(100);
      ended = !bench.context.sc().getExecutorIds().contains(leaving);
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    Expect.that(ended, "an end of the executor within 20 s");
    Expect.that(bench.master().getLocations(block).contains(peer), block + " at the peer " + peer);
    bench.at(
        bench.first(),
        site -> {
          Expect.that(site.nativeBlocks().isEmpty(), "no native block at the peer");
          return "";
        });
    bench.leave(leaving);
    new DriverView(bench).ignorantOf(Site.id("a"));
    Expect.equal("events that name a native block", java.util.List.of(), bench.overheard.natives());
    rdd.unpersist(true);
    return block
        + " migrated, two native blocks were not; the executor ended after "
        + millis
        + " ms";
  }
}
