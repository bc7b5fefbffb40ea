package dev.lockstep.bench.simulate;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Caffeine simulator's linked LRU against ours, each a process that reads the same file of
 * comma-separated values, by turns. The file has the columns where Caffeine's reader of
 * libCacheSim's files wants them, and names them for ours.
 */
public final class CsvComparison {
  private static final Pattern HITS = Pattern.compile("\"hits\"\\s*:\\s*(\\d+)");
  private static final Pattern EVICTIONS = Pattern.compile("\"evictions\"\\s*:\\s*(\\d+)");

  private final Path java25;
  private final List<Path> caffeine;
  private final List<Path> lockstep;
  private final Path folder;

  /**
   * @param java25 the java command of a JDK that Caffeine's classes are for
   * @param caffeine its class path
   * @param lockstep the class path of our command line
   * @param folder takes the file, which is kept, and what the processes print
   */
  public CsvComparison(Path java25, List<Path> caffeine, List<Path> lockstep, Path folder) {
    this.java25 = java25;
    this.caffeine = List.copyOf(caffeine);
    this.lockstep = List.copyOf(lockstep);
    this.folder = folder;
  }

  /**
   * What was measured.
   *
   * @param caffeineNanos processor time of each of Caffeine's processes
   * @param lockstepNanos of ours, in pairs with them
   * @param caffeineCounts hits and evictions as Caffeine counts them
   * @param lockstepCounts as we do
   */
  public record Measured(
      List<Long> caffeineNanos,
      List<Long> lockstepNanos,
      List<Long> caffeineCounts,
      List<Long> lockstepCounts) {
    public Measured {
      caffeineNanos = List.copyOf(caffeineNanos);
      lockstepNanos = List.copyOf(lockstepNanos);
      caffeineCounts = List.copyOf(caffeineCounts);
      lockstepCounts = List.copyOf(lockstepCounts);
    }

    /** Whether both say the same. */
    public boolean agree() {
      return caffeineCounts.equals(lockstepCounts);
    }

    /** How much longer Caffeine takes, pair by pair. */
    public double[] ratios() {
      double[] ratios = new double[caffeineNanos.size()];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = (double) caffeineNanos.get(i) / lockstepNanos.get(i);
      }
      return ratios;
    }
  }

  /**
   * Measures pairs of processes, after one that warms the file system's cache up.
   *
   * @throws IOException if a process fails
   */
  public Measured measure(int requests, int blocks, int capacity, int pairs, IntConsumer progress)
      throws IOException, InterruptedException {
    Path csv = csv(requests, blocks);
    Path report = folder.resolve("caffeine-report.csv");
    Path result = folder.resolve("lockstep-result.json");
    TimedProcess theirs =
        new TimedProcess(
            java25,
            List.of(
                "-Dcaffeine.simulator.policies.0=linked.Lru",
                "-Dcaffeine.simulator.admission.0=Always",
                "-Dcaffeine.simulator.maximum-size=" + capacity,
                "-Dcaffeine.simulator.files.paths.0=lcs_trace:" + csv,
                "-Dcaffeine.simulator.report.format=csv",
                "-Dcaffeine.simulator.report.output=" + report),
            caffeine,
            List.of("com.github.benmanes.caffeine.cache.simulator.Simulator"));
    TimedProcess ours =
        new TimedProcess(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            // As the launcher starts it.
            List.of("-Xms1g", "-Xmx4g", "-XX:+UseParallelGC"),
            lockstep,
            List.of(
                "dev.lockstep.cli.Lockstep",
                "simulate",
                "--input",
                csv.toString(),
                "--memory",
                Integer.toString(capacity),
                "--json",
                result.toString()));
    Path log = folder.resolve("simulate-bench.log");
    List<Long> theirNanos = new ArrayList<>();
    List<Long> ourNanos = new ArrayList<>();
    for (int pair = 0; pair <= pairs; pair++) {
      // In turned order in every other pair: each finds the machine as the one before has left it.
      boolean oursFirst = pair % 2 == 0;
      long first = (oursFirst ? ours : theirs).cpuNanos(log);
      long second = (oursFirst ? theirs : ours).cpuNanos(log);
      long their = oursFirst ? second : first;
      long our = oursFirst ? first : second;
      if (pair > 0) {
        theirNanos.add(their);
        ourNanos.add(our);
      }
      progress.accept(pair + 1);
    }
    return new Measured(theirNanos, ourNanos, theirCounts(report), ourCounts(result));
  }

  private Path csv(int requests, int blocks) throws IOException {
    Path file = folder.resolve("zipf-" + requests + "-" + blocks + ".csv");
    if (Files.exists(file)) {
      return file;
    }
    Path part = folder.resolve(file.getFileName() + ".part");
    int[] reads = ZipfRequests.of(requests, blocks, new SplittableRandom(1));
    try (BufferedWriter out = Files.newBufferedWriter(part)) {
      out.write("time,op,flags,size,id\n");
      for (int i = 0; i < requests; i++) {
        out.write(i + ",get,0,1," + reads[i] + "\n");
      }
    }
    Files.move(part, file);
    return file;
  }

  private static List<Long> theirCounts(Path report) throws IOException {
    List<String> lines = Files.readAllLines(report);
    List<String> names = List.of(lines.get(0).split(","));
    String[] values = lines.get(1).split(",");
    return List.of(
        Long.parseLong(values[names.indexOf("Hits")]),
        Long.parseLong(values[names.indexOf("Evictions")]));
  }

  private static List<Long> ourCounts(Path result) throws IOException {
    String json = Files.readString(result);
    return List.of(sum(HITS.matcher(json)), sum(EVICTIONS.matcher(json)));
  }

  private static long sum(Matcher found) {
    long sum = 0;
    while (found.find()) {
      sum += Long.parseLong(found.group(1));
    }
    return sum;
  }
}
