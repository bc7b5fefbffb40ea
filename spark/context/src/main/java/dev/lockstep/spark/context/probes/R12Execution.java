package dev.lockstep.spark.context.probes;

import java.util.ArrayList;
import java.util.List;
import scala.Tuple2;

/** R12: execution takes back what storage borrowed, from native blocks as from others. */
final class R12Execution {
  private R12Execution() {}

  static List<Probe> probes() {
    return List.of(
        Probe.of("R12", "a real shuffle takes memory from native blocks", R12Execution::shuffle),
        Probe.atStore("R12", "execution takes what storage borrowed", R12Execution::takes),
        Probe.atStore("R12", "execution stops at the storage region", R12Execution::region),
        Probe.atStore("R12", "storage does not evict execution", R12Execution::neverEvicted));
  }

  private static String shuffle(Bench bench) {
    String executor = bench.first();
    for (String each : bench.executors()) {
      bench.at(
          each,
          site -> {
            for (int i = 0; i < 9; i++) {
              site.stored("n" + i, 10);
            }
            return "";
          });
    }
    List<Integer> seeds = new ArrayList<>(List.of(0, 1));
    long groups =
        bench
            .context
            .parallelize(seeds, 2)
            .flatMapToPair(
                seed -> {
                  List<Tuple2<Long, Long>> pairs = new ArrayList<>();
                  for (long i = 0; i < 60_000; i++) {
                    pairs.add(new Tuple2<>(i * 2 + seed, i));
                  }
                  return pairs.iterator();
                })
            .groupByKey(2)
            .sortByKey()
            .count();
    Expect.equal("groups", 120_000L, groups);
    int[] released = new int[1];
    for (String each : bench.executors()) {
      released[0] +=
          Integer.parseInt(
              bench.at(
                  each,
                  site -> {
                    site.books();
                    int gone = 0;
                    for (int i = 0; i < 9; i++) {
                      gone += site.payload("n" + i).releases();
                      Expect.equal(
                          "n" + i + " is there or released",
                          site.has("n" + i) ? 0 : 1,
                          site.payload("n" + i).releases());
                    }
                    Expect.that(
                        gone == 0 || site.payload("n0").releases() == 1, "the oldest goes first");
                    Expect.that(gone <= 5, "no more than storage borrowed, not " + gone);
                    return "" + gone;
                  }));
    }
    Expect.that(released[0] > 0, "some native block to give way on " + executor);
    return released[0] + " native blocks released by a groupByKey and a sort";
  }

  private static String takes(Site site) {
    Payload first = site.stored("a", 45);
    Payload second = site.stored("b", 45);
    Execution execution = new Execution();
    long wanted = site.percent(49);
    Expect.equal("execution memory", wanted, execution.acquireMemory(wanted));
    Expect.equal("releases of the older", 1, first.releases());
    Expect.equal("releases of the newer", 0, second.releases());
    execution.free();
    return "granted " + wanted;
  }

  private static String region(Site site) {
    Payload payload = site.stored("a", 49);
    Execution execution = new Execution();
    long granted = execution.acquireMemory(site.percent(100));
    Expect.equal("releases", 0, payload.releases());
    Expect.that(site.has("a"), "a block within the region");
    execution.free();
    return "granted " + granted + " bytes beside a block within the region";
  }

  private static String neverEvicted(Site site) {
    Execution execution = new Execution();
    long wanted = site.percent(70);
    Expect.equal("execution memory", wanted, execution.acquireMemory(wanted));
    Payload refused = Payload.plain();
    Expect.equal(
        "put",
        org.apache.spark.storage.NativePutResult.NO_SPACE,
        site.put(Site.id("a"), wanted * 40 / 70, refused));
    Expect.equal("execution memory", wanted, execution.getUsed());
    execution.free();
    return "NO_SPACE beside " + wanted + " bytes of execution memory";
  }
}
