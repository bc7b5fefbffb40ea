package dev.lockstep.bench.simulate;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole model, the JDK's map and plain arrays by turns in one JVM: see {@link LruRounds}. */
public final class InProcessComparison {
  /** Rounds that warm up. */
  private static final int WARM_UP = 3;

  private InProcessComparison() {}

  /**
   * What was measured.
   *
   * @param nanos processor time of each round, by the name of the cache
   * @param agree whether all had the same hits and evictions in every round
   */
  public record Measured(Map<String, List<Long>> nanos, boolean agree) {
    public Measured {
      nanos = Map.copyOf(nanos);
    }

    /** How much longer one takes than another, round by round. */
    public double[] ratios(String one, String other) {
      List<Long> ones = nanos.getOrDefault(one, List.of());
      List<Long> others = nanos.getOrDefault(other, List.of());
      double[] ratios = new double[ones.size()];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = (double) ones.get(i) / Math.max(1, others.get(i));
      }
      return ratios;
    }
  }

  /**
   * Measures in a JVM of its own.
   *
   * @throws IOException if it fails
   */
  public static Measured measure(int requests, int blocks, int rounds, Path log)
      throws IOException, InterruptedException {
    new TimedProcess(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            List.of("-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"),
            classPath(),
            List.of(
                LruRounds.class.getName(),
                Integer.toString(requests),
                Integer.toString(blocks),
                Integer.toString(WARM_UP + rounds)))
        .cpuNanos(log);
    Map<String, List<Long>> nanos = new LinkedHashMap<>();
    Set<List<String>> counts = new HashSet<>();
    for (String line : Files.readAllLines(log)) {
      String[] fields = line.split(" ", -1);
      nanos.computeIfAbsent(fields[0], name -> new ArrayList<>()).add(Long.parseLong(fields[1]));
      counts.add(List.of(fields[2], fields[3]));
    }
    nanos.replaceAll((name, all) -> List.copyOf(all.subList(WARM_UP, all.size())));
    return new Measured(nanos, counts.size() == 1);
  }

  private static List<Path> classPath() {
    List<Path> path = new ArrayList<>();
    for (Class<?> type :
        List.of(
            LruRounds.class,
            dev.lockstep.simulator.store.CacheStore.class,
            dev.lockstep.model.Result.class,
            com.carrotsearch.hppc.IntHashSet.class)) {
      try {
        path.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException("the class path has no file names", e);
      }
    }
    return path;
  }
}
