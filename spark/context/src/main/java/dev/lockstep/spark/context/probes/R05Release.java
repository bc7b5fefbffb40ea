package dev.lockstep.spark.context.probes;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.NativeBlockId;

/** R5 and R6: one release, after the entry has left and before its bytes come back. */
final class R05Release {
  private R05Release() {}

  static List<Probe> probes() {
    return List.of(
        Probe.of("R5", "a job's cache pressure releases once", R05Release::jobPressure),
        Probe.atStore("R5", "removal releases once", R05Release::removal),
        Probe.atStore("R5", "an id that is put again has its own release", R05Release::again),
        Probe.of("R10", "the driver's removeBlock reaches no native block", R05Release::byMaster),
        Probe.atStore("R6", "order of an eviction", site -> order(site, R05Release::evict)),
        Probe.atStore("R6", "order of a removal", site -> order(site, R05Release::remove)));
  }

  private static String jobPressure(Bench bench) {
    String executor = bench.first();
    bench.at(
        executor,
        site -> {
          site.stored("a", 45);
          site.stored("b", 45);
          return "";
        });
    JavaRDD<byte[]> rdd = bench.bytes(executor, 7_000_000);
    Expect.that(bench.cache(executor, rdd), "the RDD is cached");
    rdd.unpersist(true);
    return bench.at(
        executor,
        site -> {
          Expect.equal("releases of a", 1, site.payload("a").releases());
          Expect.equal("releases of b", 1, site.payload("b").releases());
          site.gone("a");
          site.gone("b");
          return "two native blocks evicted by a persisted RDD";
        });
  }

  private static String removal(Site site) {
    Payload a = site.stored("a", 10);
    Payload b = site.stored("b", 10);
    site.manager.removeBlock(Site.id("a"), true);
    site.manager.removeBlock(Site.id("a"), true);
    Expect.that(site.natives.removeNative(Site.id("b")), "b is removed");
    Expect.that(!site.natives.removeNative(Site.id("b")), "b is not removed again");
    Expect.equal("releases of a", 1, a.releases());
    Expect.equal("releases of b", 1, b.releases());
    site.gone("a");
    site.gone("b");
    return "removeBlock and removeNative";
  }

  private static String again(Site site) {
    for (int i = 1; i <= 3; i++) {
      Payload payload = site.stored("a", 10);
      Expect.equal("releases while it is there", 0, payload.releases());
      site.natives.removeNative(Site.id("a"));
      Expect.equal("releases", 1, payload.releases());
    }
    return "3 registrations, 3 releases";
  }

  /** R10: the master does not know it, so it tells nobody to remove it. */
  private static String byMaster(Bench bench) throws Exception {
    String executor = bench.first();
    bench.at(executor, site -> site.stored("a", 10) + "");
    bench.master().removeBlock(Site.id("a"));
    Thread.sleep(200);
    return bench.at(
        executor,
        site -> {
          Expect.equal("releases", 0, site.payload("a").releases());
          Expect.that(site.has("a"), "block a");
          return "still resident";
        });
  }

  private interface End {
    void of(Site site, NativeBlockId id);
  }

  private static void evict(Site site, NativeBlockId id) {
    site.stored("next", 80);
  }

  private static void remove(Site site, NativeBlockId id) {
    site.manager.removeBlock(id, true);
  }

  private static String order(Site site, End end) {
    NativeBlockId id = Site.id("a");
    AtomicReference<String> seen = new AtomicReference<>("");
    AtomicLong used = new AtomicLong();
    Payload payload =
        Payload.releasing(
            () -> {
              seen.set(
                  (site.store.contains(id) ? "entry there" : "entry gone")
                      + (site.locks.get(id).isDefined() ? ", info there" : ", info gone")
                      + (Thread.holdsLock(site.memory) ? ", monitor held" : ", monitor free"));
              used.set(site.used());
            });
    site.stored(id, 50, payload);
    long before = site.used();
    end.of(site, id);
    Expect.equal("inside release", "entry gone, info there, monitor held", seen.get());
    Expect.that(
        used.get() >= before - site.percent(5),
        "the bytes are accounted for: " + used.get() + " of " + before);
    site.gone("a");
    return seen.get() + ", bytes accounted for";
  }
}
