package dev.lockstep.bench.simulate;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The main of a JVM in which the whole model, the JDK's map and plain arrays take turns at the same
 * requests. Prints a line for each turn: name, nanoseconds of processor time of the whole process,
 * hits, evictions.
 */
public final class LruRounds {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private LruRounds() {}

  /** Takes the number of requests, of blocks and of rounds, of which the first two warm up. */
  public static void main(String[] args) {
    int blocks = Integer.parseInt(args[1]);
    int[] requests = ZipfRequests.of(Integer.parseInt(args[0]), blocks, new SplittableRandom(1));
    int capacity = Math.max(1, blocks / 4);
    Map<String, CacheUnderTest> caches = new LinkedHashMap<>();
    caches.put("model", new WholeModel(blocks, capacity));
    caches.put("map", new AccessOrderedMap(blocks, capacity));
    caches.put("arrays", new PlainArrays(blocks, capacity));
    for (int round = 0; round < Integer.parseInt(args[2]); round++) {
      caches.forEach(
          (name, cache) -> {
            long before = SYSTEM.getProcessCpuTime();
            CacheUnderTest.Counts counts = cache.play(requests);
            long nanos = SYSTEM.getProcessCpuTime() - before;
            System.out.println(name + " " + nanos + " " + counts.hits() + " " + counts.evictions());
          });
    }
  }
}
