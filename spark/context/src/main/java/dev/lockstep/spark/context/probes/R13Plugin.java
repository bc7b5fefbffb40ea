package dev.lockstep.spark.context.probes;

import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;

/**
 * R13 for engines that live in a plugin, which Spark shuts down while the block manager has their
 * blocks still; and, on a cluster, what dynamic allocation sees of native blocks.
 */
final class R13Plugin {
  private R13Plugin() {}

  static Probe end(String folder) {
    return Probe.of(
        "R13",
        "an engine in a plugin takes its blocks along",
        bench -> bench.cluster() ? idleExecutorEnds(bench, folder) : contextEnds(bench, folder));
  }

  private static String contextEnds(Bench bench, String folder) throws Exception {
    bench.at(bench.first(), EndingPlugin::put);
    String reading = Outlived.start(bench);
    bench.context.stop();
    String outlived = Outlived.readerLosesItsPayload();
    return EndingPlugin.outcome(folder, bench.first()) + "; " + reading + ", " + outlived;
  }

  /**
   * Two executors with native blocks; one has a cached block of an RDD as well. The driver hears of
   * that alone (R10), so the other is idle, and its end is the plugin's.
   */
  private static String idleExecutorEnds(Bench bench, String folder) throws Exception {
    String kept = bench.first();
    String idle = bench.second();
    bench.at(idle, EndingPlugin::put);
    bench.at(kept, EndingPlugin::put);
    JavaRDD<byte[]> handles = bench.bytes(kept, 1_000);
    Expect.that(bench.cache(kept, handles), "a cached block");
    long start = System.nanoTime();
    Held.until("an end of the idle executor", () -> !has(bench, idle), 4_000);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    String outcome = EndingPlugin.outcome(folder, idle);
    Expect.equal(
        "late releases of the engine that leaves them", 5L, EndingPlugin.late(folder, idle));
    // As long again would do for the other.
    Held.until("time", () -> System.nanoTime() - start > TimeUnit.SECONDS.toNanos(14), 2_000);
    Expect.that(has(bench, kept), "the executor with a block of an RDD");
    bench.context.stop();
    return "the executor with native blocks alone was let go after "
        + seconds
        + " s, the one with a block of an RDD was not; "
        + outcome;
  }

  private static boolean has(Bench bench, String executor) {
    return bench.context.sc().getExecutorIds().contains(executor);
  }
}
