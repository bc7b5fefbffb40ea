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
    int[] requests = requests(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    int blocks = Integer.parseInt(args[1]);
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

  /** By Zipf's law with an exponent of 1; which block is how popular is chance. */
  private static int[] requests(int count, int blocks) {
    SplittableRandom chance = new SplittableRandom(1);
    double[] upTo = new double[blocks];
    double sum = 0;
    int[] names = new int[blocks];
    for (int k = 0; k < blocks; k++) {
      sum += 1.0 / (k + 1);
      upTo[k] = sum;
      int other = chance.nextInt(k + 1);
      names[k] = names[other];
      names[other] = k;
    }
    int[] requests = new int[count];
    for (int i = 0; i < count; i++) {
      int at = java.util.Arrays.binarySearch(upTo, chance.nextDouble() * sum);
      requests[i] = names[Math.min(blocks - 1, at >= 0 ? at : -at - 1)];
    }
    return requests;
  }
}
