package dev.lockstep.spark.mutants;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One worker after the other, on which mutants are run; for one thread. */
final class Bench implements AutoCloseable {
  /** Processor time that a check may take on a mutant beside ten times what it takes else. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  /** The same for opening a Spark. */
  private static final Duration TO_OPEN = Duration.ofSeconds(60);

  private final WorkerKind kind;
  private final Path folder;
  private final Baseline baseline;
  private final Duration limit;
  private @Nullable Worker worker;

  /**
   * @param folder of its own
   * @param limit processor time for a check at most
   */
  Bench(WorkerKind kind, Path folder, Baseline baseline, Duration limit) {
    this.kind = kind;
    this.folder = folder;
    this.baseline = baseline;
    this.limit = limit;
  }

  private Worker worker() throws IOException, InterruptedException {
    Worker running = worker;
    if (running == null) {
      running = Worker.start(kind, folder);
      running.ask("sound", baseline.file().toString());
      worker = running;
    }
    return running;
  }

  private void end() {
    if (worker != null) {
      worker.close();
      worker = null;
    }
  }

  /** What is heard while a mutant is run. */
  private final class Heard implements Worker.Listener {
    final List<Integer> kills = new ArrayList<>();
    int at = -1;
    int checks;
    String words = "";
    String unfit = "";
    boolean behind;

    @Override
    public Duration hear(List<String> line) {
      switch (line.get(0)) {
        case "at" -> {
          at = Integer.parseInt(line.get(1));
          checks++;
        }
        case "kill" -> {
          if (kills.isEmpty()) {
            words = line.get(3);
            behind = line.get(2).equals("behind");
          }
          kills.add(Integer.valueOf(line.get(1)));
        }
        case "unfit" -> unfit = line.get(1);
        case "opens" -> {
          return TO_OPEN;
        }
        default -> throw new IllegalStateException(String.join(" ", line));
      }
      long millis = at < 0 ? 0 : baseline.check(at).millis();
      Duration wanted = GRACE.plusMillis(10 * millis);
      return wanted.compareTo(limit) < 0 ? wanted : limit;
    }
  }

  /**
   * Runs a mutant: on all checks of the first list, then on the second's until one notices.
   *
   * @throws IOException if workers can't be started
   */
  Verdict run(Mutant mutant, byte[] bytes, List<Integer> all, List<Integer> others)
      throws IOException, InterruptedException {
    if (all.isEmpty() && others.isEmpty()) {
      return new Verdict(Status.NOT_RUN, "", "", "", List.of(), 0, 0);
    }
    long start = System.nanoTime();
    boolean fresh = worker == null;
    Heard heard = new Heard();
    Worker.End end = ask(mutant, bytes, all, others, heard);
    if (!fresh && (end == Worker.End.GONE || (heard.behind && end == Worker.End.SAID))) {
      // Perhaps it was what other mutants left behind: once more, alone.
      end();
      heard = new Heard();
      end = ask(mutant, bytes, all, others, heard);
    }
    if (end != Worker.End.SAID || heard.behind) {
      end();
    }
    Status status =
        !heard.unfit.isEmpty()
            ? Status.UNFIT
            : !heard.kills.isEmpty()
                ? Status.KILLED
                : switch (end) {
                  case TOO_LONG -> Status.TIMED_OUT;
                  case GONE -> Status.DIED;
                  case SAID -> heard.checks == 0 ? Status.NOT_RUN : Status.SURVIVED;
                };
    int by = !heard.kills.isEmpty() ? heard.kills.get(0) : status.noticed() ? heard.at : -1;
    String stage = by < 0 ? "" : baseline.check(by).stage().name().toLowerCase(Locale.ROOT);
    return new Verdict(
        status,
        stage,
        by < 0 ? "" : baseline.check(by).id(),
        heard.unfit.isEmpty() ? heard.words : heard.unfit,
        heard.kills.stream()
            .map(baseline::check)
            .filter(c -> c.stage() == Stage.CORPUS)
            .map(Baseline.Measured::id)
            .toList(),
        (System.nanoTime() - start) / 1_000_000,
        heard.checks);
  }

  private Worker.End ask(
      Mutant mutant, byte[] bytes, List<Integer> all, List<Integer> others, Heard heard)
      throws IOException, InterruptedException {
    return worker()
        .ask(
            List.of(
                "mutant",
                mutant.of().name(),
                Base64.getEncoder().encodeToString(bytes),
                text(all),
                text(others)),
            TO_OPEN,
            heard);
  }

  private static String text(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    end();
  }
}
