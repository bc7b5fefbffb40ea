package dev.lockstep.spark.context.probes;

import java.lang.reflect.Method;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;

/** R10: the driver is asked about native blocks in every way there is, and knows none. */
final class R10Driver {
  private static final NativeBlockId A = Site.id("a");

  private R10Driver() {}

  static List<Probe> probes() {
    return List.of(
        Probe.of("R10", "the driver knows nothing of a resident block", R10Driver::resident),
        Probe.of("R10", "nor after a pin, an eviction and a removal", R10Driver::afterwards),
        Probe.of("R10", "nor when a block manager registers anew", R10Driver::registersAnew),
        Probe.of("R10", "replication takes no native block along", R10Driver::replication));
  }

  private static String resident(Bench bench) throws Exception {
    JavaRDD<byte[]> control = cached(bench);
    int owner = control.id();
    bench.at(
        bench.first(),
        site -> {
          site.stored("a", 10);
          site.stored(NativeBlockId.ofRdd(Site.ENGINE, "b", owner), 10, Payload.plain());
          return "";
        });
    DriverView view = new DriverView(bench);
    view.ignorantOf(A);
    view.ignorantOf(NativeBlockId.ofRdd(Site.ENGINE, "b", owner));
    // The same looks do see a JVM block.
    RDDBlockId known = new RDDBlockId(control.id(), 0);
    Expect.that(!bench.master().getLocations(known).isEmpty(), "a location of " + known);
    Expect.that(!bench.master().getBlockStatus(known, true).isEmpty(), "a status of " + known);
    // The status store hears of it by the bus.
    bench.context.sc().listenerBus().waitUntilEmpty(10_000);
    Expect.contains("status store", known.name(), view.statusStore());
    String page =
        "" + view.pages().stream().filter(p -> p.endsWith("rdd/" + owner)).findFirst().orElse("");
    Expect.contains("REST " + page, known.name(), view.read(page));
    control.unpersist(true);
    return "master, status store and " + view.pages().size() + " pages, beside " + known;
  }

  private static String afterwards(Bench bench) throws Exception {
    bench.at(
        bench.first(),
        site -> {
          site.stored("a", 50);
          site.natives.pinNative(A).orElseThrow().close();
          site.stored("b", 80);
          site.manager.removeBlock(Site.id("b"), true);
          return "";
        });
    DriverView view = new DriverView(bench);
    view.ignorantOf(A);
    view.ignorantOf(Site.id("b"));
    return "nothing";
  }

  private static String registersAnew(Bench bench) throws Exception {
    JavaRDD<byte[]> control = cached(bench);
    boolean cluster = bench.cluster();
    bench.at(
        bench.first(),
        site -> {
          site.stored("a", 10);
          if (cluster) {
            site.manager.reregister();
          } else {
            // In local mode nobody may register anew; this is what is sent then.
            Method report = BlockManager.class.getDeclaredMethod("reportAllBlocks");
            report.setAccessible(true);
            report.invoke(site.manager);
          }
          return "";
        });
    new DriverView(bench).ignorantOf(A);
    RDDBlockId known = new RDDBlockId(control.id(), 0);
    Expect.that(!bench.master().getLocations(known).isEmpty(), "a location of " + known);
    control.unpersist(true);
    return (cluster ? "reregister" : "reportAllBlocks") + " told of " + known + " alone";
  }

  private static String replication(Bench bench) throws Exception {
    bench.at(bench.first(), site -> site.stored("a", 10) + "");
    JavaRDD<byte[]> twice = bench.bytes(bench.first(), 1_000_000);
    twice.persist(StorageLevel.MEMORY_ONLY_SER_2());
    Expect.equal("elements", 1L, twice.count());
    int places = bench.master().getLocations(new RDDBlockId(twice.id(), 0)).size();
    Expect.equal("replicas of an RDD's block", bench.cluster() ? 2 : 1, places);
    new DriverView(bench).ignorantOf(A);
    if (bench.cluster()) {
      bench.at(
          bench.second(),
          site -> {
            Expect.equal("native blocks of the peer", List.of(), site.nativeBlocks());
            return "";
          });
    }
    twice.unpersist(true);
    return places + " replicas of a JVM block, none of a native block";
  }

  private static JavaRDD<byte[]> cached(Bench bench) {
    JavaRDD<byte[]> rdd = bench.bytes(bench.first(), 1_000_000);
    Expect.that(bench.cache(bench.first(), rdd), "a cached RDD");
    return rdd;
  }
}
