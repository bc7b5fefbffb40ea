package dev.lockstep.spark.mutants;

import dev.lockstep.io.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.function.IntConsumer;

/**
 * What the checks of a kind of workers say of the sound store: how long each takes, and which lines
 * it runs. Checks that say two things of it when they are asked twice are left out.
 */
public final class Baseline {
  /**
   * A check.
   *
   * @param number its number in the worker
   * @param said a digest of what it says
   * @param lines the probes that it passes
   */
  public record Measured(
      int number, Stage stage, String id, boolean stable, String said, long millis, BitSet lines) {}

  private final Path file;
  private final List<Measured> checks;

  private final Map<Integer, Measured> byNumber = new HashMap<>();

  private Baseline(Path file, List<Measured> checks) {
    this.file = file;
    this.checks = List.copyOf(checks);
    checks.forEach(check -> byNumber.put(check.number(), check));
  }

  /** All checks, in the order of their numbers. */
  public List<Measured> checks() {
    return checks;
  }

  /** The check of a number. */
  Measured check(int number) {
    return Objects.requireNonNull(byNumber.get(number));
  }

  /** The file that tells a worker what sound is. */
  Path file() {
    return file;
  }

  /** Those that say one thing. */
  public long unstable() {
    return checks.stream().filter(c -> !c.stable()).count();
  }

  /**
   * Reads it if it was measured before, or measures.
   *
   * @param wanted which checks, by stage and name: those that are not are never run
   * @param workers how many JVMs measure at once
   * @param progress told how many checks are measured
   */
  public static Baseline of(
      WorkerKind kind,
      Path folder,
      BiPredicate<Stage, String> wanted,
      int workers,
      IntConsumer progress)
      throws IOException, InterruptedException {
    Path file = folder.resolve(kind.name() + ".sound");
    if (Files.isRegularFile(file)) {
      return read(file);
    }
    ConcurrentSkipListMap<Integer, Measured> measured = new ConcurrentSkipListMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int w = 0; w < workers; w++) {
        int first = w;
        Path own = folder.resolve("worker-" + (w + 1));
        futures.add(
            pool.submit(
                () -> {
                  measure(kind, own, wanted, first, workers, measured, progress);
                  return null;
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("measuring the sound store failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
    List<Measured> checks = List.copyOf(measured.values());
    StringBuilder text = new StringBuilder();
    for (Measured c : checks) {
      text.append(c.id())
          .append('\t')
          .append(c.said())
          .append('\t')
          .append(c.stage())
          .append('\t')
          .append(c.stable())
          .append('\t')
          .append(c.millis())
          .append('\t')
          .append(HexFormat.of().formatHex(c.lines().toByteArray()))
          .append('\t')
          .append(c.number())
          .append('\n');
    }
    WholeFile.write(file, text.toString());
    return new Baseline(file, checks);
  }

  private static void measure(
      WorkerKind kind,
      Path folder,
      BiPredicate<Stage, String> wanted,
      int first,
      int step,
      ConcurrentSkipListMap<Integer, Measured> measured,
      IntConsumer progress)
      throws IOException, InterruptedException {
    try (Worker worker = Worker.start(kind, folder)) {
      List<List<String>> listed = worker.ask("list");
      worker.ask("probes");
      for (int i = first; i < listed.size(); i += step) {
        Stage stage = Stage.valueOf(listed.get(i).get(1));
        if (!wanted.test(stage, listed.get(i).get(2))) {
          continue;
        }
        List<String> said = worker.ask("measure", Integer.toString(i)).get(0);
        BitSet lines = BitSet.valueOf(HexFormat.of().parseHex(said.get(3)));
        boolean stable = true;
        if (stage.mayWaver()) {
          List<String> again = worker.ask("measure", Integer.toString(i)).get(0);
          lines.or(BitSet.valueOf(HexFormat.of().parseHex(again.get(3))));
          stable = said.get(2).equals(again.get(2));
          said = again;
        }
        measured.put(
            i,
            new Measured(
                i,
                stage,
                listed.get(i).get(2),
                stable,
                said.get(2),
                Long.parseLong(said.get(1)),
                lines));
        progress.accept(measured.size());
      }
    }
  }

  private static Baseline read(Path file) throws IOException {
    List<Measured> checks = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split("\t", -1);
      checks.add(
          new Measured(
              words.length > 6 ? Integer.parseInt(words[6]) : checks.size(),
              Stage.valueOf(words[2]),
              words[0],
              Boolean.parseBoolean(words[3]),
              words[1],
              Long.parseLong(words[4]),
              BitSet.valueOf(HexFormat.of().parseHex(words[5]))));
    }
    return new Baseline(file, checks);
  }
}
