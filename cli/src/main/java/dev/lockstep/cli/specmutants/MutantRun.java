package dev.lockstep.cli.specmutants;

import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRun;
import dev.lockstep.model.tlc.mutants.SpecMutant;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a mutant on one config after the other until a property notices it. The order is fixed, so
 * that the same property notices it every time: of the configs to which the piece matters, those
 * that check much in few edges come first.
 */
final class MutantRun {
  private static final long SECONDS_MIN = 600;
  private static final int ENDLESS_AT_MOST = 3;
  private static final int NOTE_LENGTH = 200;
  private static final int SLOWER_AT_MOST = 20;
  private static final int MORE_STATES_AT_MOST = 4;
  private static final long STATES_MIN = 30_000;
  private static final long EDGES_SMALL = 10_000;

  private final Bench bench;
  private final SoundRuns soundRuns;
  private final QuietRuns quiet;
  private final SpecMutant mutant;

  /** What it came to last, on other text, or null. */
  private final @Nullable MutantResult last;

  private final long start = System.nanoTime();
  private String rejected = "";
  private String rejectedBy = "";
  private String undecided = "";
  private int endless;
  private int runs;

  private MutantRun(
      Bench bench,
      SoundRuns soundRuns,
      QuietRuns quiet,
      SpecMutant mutant,
      @Nullable MutantResult last) {
    this.bench = bench;
    this.soundRuns = soundRuns;
    this.quiet = quiet;
    this.mutant = mutant;
    this.last = last;
  }

  /**
   * @param quiet where nothing noticed it before, which is not run again
   * @param configs those that may be run, in this order
   * @param last what it came to last, on other text: tried first there, it is most likely that
   *     again
   */
  static MutantResult of(
      Bench bench,
      SoundRuns soundRuns,
      QuietRuns quiet,
      SpecMutant mutant,
      List<SpecManifest.Config> configs,
      @Nullable MutantResult last)
      throws IOException, InterruptedException {
    bench.breakBy(mutant);
    try {
      return new MutantRun(bench, soundRuns, quiet, mutant, last).result(configs);
    } finally {
      bench.mend(mutant);
    }
  }

  /**
   * Much is checked in few edges: first. A config that must fail is as small as its witness, until
   * a mutant takes the witness away: then TLC goes through all that it left out. So those come
   * after the small ones that hold. Liveness takes TLC many times as long as a graph of that size
   * and comes last.
   */
  static List<SpecManifest.Config> ordered(SoundRuns soundRuns, List<SpecManifest.Config> configs) {
    return configs.stream()
        .sorted(
            Comparator.comparing((SpecManifest.Config c) -> rank(c, soundRuns.isLiveness(c)))
                .thenComparing(c -> c.edges() / soundRuns.checks(c))
                .thenComparing(SpecManifest.Config::name))
        .toList();
  }

  private static int rank(SpecManifest.Config config, boolean liveness) {
    if (liveness) {
      return 3;
    } else if (config.mustFail()) {
      return 1;
    }
    return config.edges() <= EDGES_SMALL ? 0 : 2;
  }

  private MutantResult result(List<SpecManifest.Config> order)
      throws IOException, InterruptedException {
    for (SpecManifest.Config config : order) {
      SoundRun sound = soundRuns.of(config);
      if (!sound.matters().contains(mutant.key())) {
        continue;
      }
      if (quiet.has(mutant, config)) {
        runs++;
        continue;
      }
      Verdict before = last != null && config.name().equals(last.config()) ? last.verdict() : null;
      String graph = before == null ? graph(sound) : "";
      if (!graph.isEmpty() && (graph.equals(sound.graph()) || quiet.hasGraph(config, graph))) {
        runs++;
        quiet.add(mutant, config);
        continue;
      }
      MutantResult noticed = noticed(sound, graph);
      if (noticed != null) {
        return noticed;
      } else if (before == Verdict.REJECTED && !rejected.isEmpty()) {
        break; // TLC can't evaluate it there, as before: what the others say of it is known.
      } else if (endless > ENDLESS_AT_MOST) {
        break;
      }
    }
    if (!rejected.isEmpty()) {
      return result(Verdict.REJECTED, "", rejectedBy, 0, rejected);
    } else if (!undecided.isEmpty()) {
      return result(Verdict.UNDECIDED, "", undecided, 0, "TLC came to no end");
    }
    if (runs == 0) {
      return result(Verdict.SAME, "", "", 0, "matters to no config");
    }
    return result(
        Verdict.UNNOTICED, "", "", 0, "nothing in " + runs + " configs that it matters to");
  }

  /** The mutant's graph on a config, if that decides; where it has none, the run will say why. */
  private String graph(SoundRun sound) throws IOException, InterruptedException {
    SpecManifest.Config config = sound.config();
    if (!soundRuns.graphDecides(mutant, config)) {
      return "";
    } else if (quiet.hasEqual(mutant, config, sound.graph())) {
      return sound.graph();
    }
    String graph =
        bench.graphSum(config.module(), config.name(), limit(sound), statesMax(sound)).orElse("");
    if (graph.equals(sound.graph())) {
      quiet.addEqual(mutant, config, graph);
    }
    return graph;
  }

  /**
   * @param graph the mutant's, or empty
   */
  private @Nullable MutantResult noticed(SoundRun sound, String graph)
      throws IOException, InterruptedException {
    TlcRun run = bench.run(sound.config().module(), sound.name(), limit(sound), statesMax(sound));
    runs++;
    String expected = sound.config().expect();
    if (run.result() instanceof TlcResult.Violates violates) {
      String property =
          bench.whichBroke(
              sound.config().module(),
              sound.name(),
              violates.property(),
              limit(sound),
              statesMax(sound));
      if (!property.equals(expected)) {
        return result(
            Verdict.NOTICED, property, sound.name(), violates.trace().size() - 1, "fails");
      }
      quiet.add(mutant, sound.config());
    } else if (run.result() instanceof TlcResult.Holds) {
      if (sound.config().mustFail()) {
        return result(Verdict.NOTICED, expected, sound.name(), 0, "does not fail any more");
      }
      quiet.add(mutant, sound.config());
      if (!graph.isEmpty()) {
        quiet.addGraph(sound.config(), graph);
      }
    } else if (run.result() instanceof TlcResult.Failed failed) {
      if (failed.message().matches("TLC('s process ended| did not end| found more).*")) {
        undecided = undecided.isEmpty() ? sound.name() : undecided;
        endless++;
      } else {
        rejectedBy = rejected.isEmpty() ? sound.name() : rejectedBy;
        rejected = rejected.isEmpty() ? shortened(failed.message()) : rejected;
        if (isNoSpecification(failed.message())) {
          return result(Verdict.REJECTED, "", rejectedBy, 0, rejected);
        }
      }
    }
    return null;
  }

  /** What no config can make up for. */
  private static boolean isNoSpecification(String message) {
    return message.contains("not completely specified")
        || message.contains("Unknown operator")
        || message.matches(".*: expected .*, encountered .*");
  }

  /** Without the stack of an error of Java's. */
  private static String shortened(String message) {
    String first = message.replaceFirst(" at [\\w.$]+\\(\\w+\\.java:.*", "");
    return first.length() <= NOTE_LENGTH ? first : first.substring(0, NOTE_LENGTH) + "...";
  }

  private static Duration limit(SoundRun sound) {
    long usual = TimeUnit.MILLISECONDS.toSeconds(sound.millis());
    return Duration.ofSeconds(Math.max(SECONDS_MIN, usual * SLOWER_AT_MOST));
  }

  private static long statesMax(SoundRun sound) {
    return Math.max(STATES_MIN, sound.config().states() * MORE_STATES_AT_MOST);
  }

  private MutantResult result(
      Verdict verdict, String property, String config, int steps, String note) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return new MutantResult(mutant.key(), "", verdict, property, config, steps, note, millis);
  }
}
