package dev.lockstep.cli.verify;

import dev.lockstep.cli.columnar.TableRun;
import dev.lockstep.cli.random.SequenceRun;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.TablesPath;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.io.KeptResults;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.spark.context.launch.Result;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs the parts of {@code verify}, one after the other, each on two cores. The probes in a
 * SparkContext are processes of their own that wait most of the time: they run beside the rest.
 */
final class Verification {
  /** Random sequences on the first version for one on each other: they differ in little code. */
  static final int FIRST_FOR_OTHER = 5;

  /** They take a minute and a half beside the rest. */
  private static final Duration TABLES_LIMIT = Duration.ofMinutes(10);

  private final Workspace workspace;
  private final SpecManifest manifest;
  private final List<String> leftOut;
  private final long seed;
  private final int sequences;
  private final List<SparkPath> versions;
  private final KeptResults kept;
  private final KeptParts parts;
  private final PartTimes times = new PartTimes();

  /**
   * @param sequences random sequences on the first version
   * @param versions the versions to run, at least one
   * @param kept what earlier runs have computed
   */
  Verification(
      Workspace workspace, long seed, int sequences, List<SparkPath> versions, KeptResults kept) {
    this.workspace = workspace;
    List<SpecManifest.Config> all = workspace.manifest().configs();
    this.manifest = new SpecManifest(all.stream().filter(Verification::isRun).toList());
    this.leftOut = all.stream().filter(c -> !isRun(c)).map(SpecManifest.Config::name).toList();
    this.seed = seed;
    this.sequences = sequences;
    this.versions = List.copyOf(versions);
    this.kept = kept;
    this.parts = new KeptParts(kept);
  }

  /** What is large and not of the contract level takes longer than all the rest. */
  private static boolean isRun(SpecManifest.Config config) {
    return config.quick() || config.level().equals("contract");
  }

  Verdicts run() throws IOException, InterruptedException {
    List<OpenSpark> sparks = versions.stream().map(v -> new OpenSpark(workspace, v)).toList();
    ExecutorService beside = Executors.newSingleThreadExecutor();
    try {
      List<Future<List<Result>>> probes = new ArrayList<>();
      for (OpenSpark spark : sparks) {
        probes.add(
            beside.submit(
                () -> {
                  List<Result> both =
                      new ArrayList<>(times.beside("context " + spark.version(), probes(spark)));
                  both.addAll(times.beside("tables " + spark.version(), tables(spark)));
                  return both;
                }));
      }
      SpecRuns.Report specs =
          times.of("specs", () -> new SpecRuns(workspace, manifest, kept, parts).run());
      List<OnSpark> spark = spark(sparks, probes);
      return new Verdicts(
          specs.verdicts(), leftOut, specs.equalities(), spark, times.all(), parts.reuse());
    } finally {
      beside.shutdownNow();
      sparks.forEach(OpenSpark::close);
    }
  }

  private Callable<List<Result>> probes(OpenSpark spark) {
    return () ->
        parts
            .get(
                "context " + spark.version(),
                spark.key("context").build(),
                Probes.class,
                p -> !p.results().isEmpty() && p.results().stream().allMatch(Result::passed),
                () -> new Probes(new ContextProbes(workspace).run(spark.path())))
            .results();
  }

  /** The columnar cache, in one JVM; {@code lockstep columnar} has a cluster, faults and TPC-H. */
  private Callable<List<Result>> tables(OpenSpark spark) {
    return () -> {
      if (!SparkVersions.CLAIMED.contains(spark.version())) {
        return List.of();
      }
      TablesPath path = TablesPath.of(workspace, spark.version());
      return parts
          .get(
              "tables " + spark.version(),
              path.key("tables").build(),
              Probes.class,
              p -> !p.results().isEmpty() && p.results().stream().allMatch(Result::passed),
              () ->
                  new Probes(
                      new TableRun(workspace, TABLES_LIMIT)
                          .run(path, "local[2]", List.of("rules"), line -> {})))
          .results();
    };
  }

  /** What is kept of the probes in a SparkContext. */
  private record Probes(List<Result> results) {}

  private List<OnSpark> spark(List<OpenSpark> sparks, List<Future<List<Result>>> probes)
      throws IOException, InterruptedException {
    SparkRuns runs = new SparkRuns(workspace, parts);
    List<SparkRuns.Covers> covers = times.of("replay", () -> runs.covers(sparks));
    List<OnSpark> all = new ArrayList<>();
    for (int v = 0; v < sparks.size(); v++) {
      OpenSpark on = sparks.get(v);
      SparkRuns.Covers covered = covers.get(v);
      RuleCoverage coverage = new RuleCoverage();
      covered.patched().forEach(c -> coverage.addAll(c.report().coverage()));
      OnSpark.Corpus corpus = times.of("corpus " + on.version(), () -> runs.corpus(on, coverage));
      LedRuns.Report led =
          times.of("threads " + on.version(), () -> new LedRuns(workspace, parts).run(on));
      int tries = v == 0 ? sequences : Math.max(1, sequences / FIRST_FOR_OTHER);
      SequenceRun.Report random = times.of("random " + on.version(), () -> random(on, tries));
      all.add(
          new OnSpark(
              on.version(),
              covered.patched(),
              covered.stock(),
              corpus,
              led,
              random,
              coverage,
              get(probes.get(v))));
    }
    return all;
  }

  private static List<Result> get(Future<List<Result>> probes) throws InterruptedException {
    try {
      return probes.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailure failure) {
        throw failure;
      }
      throw new IllegalStateException("the probes in a SparkContext failed", e.getCause());
    }
  }

  /** What is kept of sequences of which none diverged. */
  private record KeptRandom(
      long sequences, long calls, Map<String, Long> casesByRule, boolean found) {}

  private SequenceRun.Report random(OpenSpark spark, int tries)
      throws IOException, InterruptedException {
    List<SequenceRun.Report> whole = new ArrayList<>();
    KeptRandom random =
        parts.get(
            "random " + spark.version(),
            spark.key("random").with(seed).with(tries).build(),
            KeptRandom.class,
            r -> !r.found(),
            () -> {
              try (Progress progress = new Progress("random " + spark.version(), tries)) {
                SequenceRun.Report report =
                    new SequenceRun(spark.patched().factory(), Universes.all(), seed, progress::to)
                        .run(tries);
                whole.add(report);
                return new KeptRandom(
                    report.sequences(),
                    report.calls(),
                    report.casesByRule(),
                    report.found().isPresent());
              }
            });
    return whole.isEmpty()
        ? new SequenceRun.Report(
            random.sequences(), random.calls(), random.casesByRule(), Optional.empty())
        : whole.get(0);
  }
}
