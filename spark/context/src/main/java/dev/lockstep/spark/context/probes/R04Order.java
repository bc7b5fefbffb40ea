package dev.lockstep.spark.context.probes;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;

/** R4: one order over all entries, and the same-RDD rule. */
final class R04Order {
  private R04Order() {}

  static List<Probe> probes() {
    return List.of(
        Probe.of("R4", "native blocks and a cached RDD share one order", R04Order::oneOrder),
        Probe.atStore("R4", "a pin makes a block most recent, a look does not", R04Order::recency),
        Probe.atStore("R4", "too little in all evicts nothing", R04Order::nothingInVain),
        Probe.of("R4", "an RDD does not evict the native blocks it owns", R04Order::owner));
  }

  /**
   * A fifth of the memory, in one array; while it is unrolled Spark asks for half as much again.
   */
  private static final int FIFTH_BYTES = 2_400_000;

  private static String oneOrder(Bench bench) {
    String executor = bench.first();
    bench.at(executor, site -> site.stored("first", 30) + "");
    JavaRDD<byte[]> rdd = bench.bytes(executor, FIFTH_BYTES);
    Expect.that(bench.cache(executor, rdd), "the RDD is cached");
    bench.at(executor, site -> site.stored("third", 30) + "");
    // Order, least recent first: first, the RDD, third. A pin moves the first to the end.
    bench.at(
        executor,
        site -> {
          site.natives.pinNative(Site.id("first")).orElseThrow().close();
          site.stored("fourth", 30);
          Expect.that(site.has("first") && site.has("third"), "the RDD's block was the victim");
          return "";
        });
    Expect.that(!bench.isCached(rdd), "the master knows that the RDD's block has gone");
    bench.at(
        executor,
        site -> {
          site.stored("fifth", 30);
          Expect.equal("releases of third", 1, site.payload("third").releases());
          Expect.that(site.has("first"), "first, which was pinned after third was put");
          return "";
        });
    // A JVM block evicts by the same order.
    JavaRDD<byte[]> other = bench.bytes(executor, FIFTH_BYTES);
    Expect.that(bench.cache(executor, other), "the other RDD is cached");
    String seen =
        bench.at(
            executor,
            site -> {
              Expect.equal("releases of first", 1, site.payload("first").releases());
              Expect.that(site.has("fourth") && site.has("fifth"), "the two most recent stay");
              return "victims: the RDD, third, first";
            });
    other.unpersist(true);
    rdd.unpersist(true);
    return seen;
  }

  private static String recency(Site site) {
    Payload a = site.stored("a", 30);
    Payload b = site.stored("b", 30);
    Payload c = site.stored("c", 30);
    site.natives.pinNative(Site.id("a")).orElseThrow().close();
    Expect.that(site.store.contains(Site.id("b")), "block b");
    Expect.that(site.manager.getStatus(Site.id("b")).isEmpty(), "no status of block b");
    site.stored("d", 30);
    Expect.equal("releases of b", 1, b.releases());
    site.stored("e", 30);
    Expect.equal("releases of c", 1, c.releases());
    Expect.equal("releases of a", 0, a.releases());
    return "victims: b, c";
  }

  private static String nothingInVain(Site site) {
    Payload a = site.stored("a", 40);
    Payload b = site.stored("b", 40);
    try (var pin = site.natives.pinNative(Site.id("b")).orElseThrow()) {
      Expect.equal("size", site.percent(40), pin.size());
      Payload refused = Payload.plain();
      Expect.equal(
          "put", NativePutResult.NO_SPACE, site.put(Site.id("big"), site.percent(80), refused));
      Expect.equal("releases of a", 0, a.releases());
      Expect.equal("releases of b", 0, b.releases());
    }
    Expect.that(site.has("a") && site.has("b"), "both blocks");
    return "a could go, b was pinned: nothing dropped";
  }

  private static String owner(Bench bench) {
    String executor = bench.first();
    JavaRDD<byte[]> owner = bench.bytes(executor, 3 * FIFTH_BYTES);
    int id = owner.id();
    bench.at(
        executor,
        site ->
            site.stored(NativeBlockId.ofRdd(Site.ENGINE, "owned", id), 60, Payload.plain()) + "");
    Expect.that(!bench.cache(executor, owner), "the owner's partition finds no space");
    bench.at(
        executor,
        site -> {
          Expect.that(
              site.has(NativeBlockId.ofRdd(Site.ENGINE, "owned", id)), "the block of the owner");
          return "";
        });
    JavaRDD<byte[]> other = bench.bytes(executor, 3 * FIFTH_BYTES);
    Expect.that(bench.cache(executor, other), "another RDD's partition is cached");
    String seen =
        bench.at(
            executor,
            site -> {
              Expect.that(
                  !site.has(NativeBlockId.ofRdd(Site.ENGINE, "owned", id)), "the block has gone");
              return "kept from its owner, taken by another RDD";
            });
    other.unpersist(true);
    owner.unpersist(true);
    return seen;
  }
}
