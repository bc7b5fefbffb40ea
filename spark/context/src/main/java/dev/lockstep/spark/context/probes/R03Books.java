package dev.lockstep.spark.context.probes;

import java.util.List;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;

/** R3: what is accounted for is what is there. Every probe is followed by the same look. */
final class R03Books {
  private R03Books() {}

  static List<Probe> probes() {
    return List.of(
        Probe.atStore("R3", "the books balance after each of 2000 calls", R03Books::manyCalls),
        Probe.of("R3", "a real job beside native blocks leaves the books balanced", R03Books::job));
  }

  private static String manyCalls(Site site) {
    int stored = 0;
    for (int i = 0; i < 2000; i++) {
      NativeBlockId id = Site.id("k" + i % 37);
      switch (i % 5) {
        case 0, 1, 2 -> {
          long bytes = site.percent(1 + i * 7 % 40);
          stored += site.put(id, bytes, Payload.plain()) == NativePutResult.STORED ? 1 : 0;
        }
        case 3 -> site.natives.pinNative(id).ifPresent(pin -> pin.close());
        default -> site.manager.removeBlock(id, true);
      }
      site.books();
      Expect.that(site.used() <= site.max(), "no more used than there is");
    }
    for (NativeBlockId id : site.nativeBlocks()) {
      site.natives.removeNative(id);
    }
    Expect.equal("native bytes", 0L, site.nativeBytes());
    return stored + " puts stored";
  }

  private static String job(Bench bench) {
    String executor = bench.first();
    bench.at(
        executor,
        site -> {
          site.stored("a", 30);
          site.stored("b", 30);
          return "";
        });
    long sum =
        bench
            .context
            .parallelize(List.of(1, 2, 3, 4), 4)
            .mapToPair(n -> new scala.Tuple2<>(n % 2, n))
            .reduceByKey(Integer::sum)
            .values()
            .reduce(Integer::sum);
    Expect.equal("sum", 10L, sum);
    return bench.at(
        executor,
        site -> {
          site.books();
          Expect.equal("unroll memory", 0L, site.store.currentUnrollMemory());
          long storage = site.used();
          Expect.equal("off-heap storage used", 0L, site.memory.offHeapStorageMemoryUsed());
          Expect.that(storage >= site.percent(60), "the bytes of two native blocks");
          return storage + " bytes used by storage";
        });
  }
}
