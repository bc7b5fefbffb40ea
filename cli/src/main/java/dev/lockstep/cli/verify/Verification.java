package dev.lockstep.cli.verify;

import dev.lockstep.cli.random.SequenceRun;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.SpecCheck;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.TraceCheck;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.tlc.GraphComparison;
import dev.lockstep.model.tlc.TlcGraph;
import dev.lockstep.simulator.Universes;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.StoreUnderTest;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.corpus.Corpus;
import dev.lockstep.traces.json.SpecManifest;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Runs the parts of {@code verify}, one after the other but for TLC's two processes at a time. */
final class Verification {
  /** TLC runs with one worker each, so that its counts are stable; two of them fill two cores. */
  private static final int TLC_AT_ONCE = 2;

  /** A cover of more edges than this adds time and no case; the spec's own check has them. */
  private static final long COVER_EDGES_MAX = 200_000;

  private final Workspace workspace;
  private final SpecManifest manifest;
  private final long seed;
  private final int sequences;
  private final RuleCoverage coverage = new RuleCoverage();
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  Verification(Workspace workspace, long seed, int sequences) {
    this.workspace = workspace;
    this.manifest = workspace.manifest();
    this.seed = seed;
    this.sequences = sequences;
  }

  Verdicts run() throws IOException, InterruptedException {
    List<Verdicts.Equality> equalities = new ArrayList<>();
    List<Verdicts.SpecVerdict> specs = timed("specs", () -> specs(equalities));
    try (StoreOptions.Opened spark =
        StoreOptions.openPatched(workspace, SparkPath.of(workspace, SparkVersions.BUILT))) {
      List<Verdicts.Cover> covers = timed("replay", () -> covers(spark.factory()));
      Verdicts.CorpusVerdict corpus =
          timed("corpus", () -> corpus(spark.factory(), spark.inBlockManagers()));
      SequenceRun.Report random = timed("random", () -> random(spark.factory()));
      return new Verdicts(specs, equalities, covers, corpus, random, coverage, seconds);
    }
  }

  private interface Part<T> {
    T run() throws IOException, InterruptedException;
  }

  private <T> T timed(String name, Part<T> part) throws IOException, InterruptedException {
    long start = System.nanoTime();
    T value = part.run();
    seconds.put(name, (System.nanoTime() - start) / 1e9);
    return value;
  }

  private List<Verdicts.SpecVerdict> specs(List<Verdicts.Equality> equalities)
      throws InterruptedException {
    long all = manifest.configs().stream().mapToLong(SpecManifest.Config::states).sum();
    AtomicLong done = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(TLC_AT_ONCE);
    Map<String, Verdicts.SpecVerdict> verdicts = new LinkedHashMap<>();
    try (Progress progress = new Progress("specs", all)) {
      Map<SpecManifest.Config, Future<Verdicts.SpecVerdict>> running = new LinkedHashMap<>();
      manifest.configs().stream()
          .sorted(Comparator.comparingLong(SpecManifest.Config::edges).reversed())
          .forEach(
              config ->
                  running.put(
                      config,
                      pool.submit(
                          () -> {
                            Verdicts.SpecVerdict verdict = spec(config, equalities);
                            progress.to(done.addAndGet(config.states()));
                            return verdict;
                          })));
      for (Map.Entry<SpecManifest.Config, Future<Verdicts.SpecVerdict>> entry :
          running.entrySet()) {
        verdicts.put(entry.getKey().name(), entry.getValue().get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailure failure) {
        throw failure;
      }
      throw new IllegalStateException("a check of the spec failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
    equalities.sort(Comparator.comparing(Verdicts.Equality::config));
    return manifest.configs().stream().map(config -> verdicts.get(config.name())).toList();
  }

  private Verdicts.SpecVerdict spec(SpecManifest.Config config, List<Verdicts.Equality> equalities)
      throws IOException, InterruptedException {
    SpecCheck check = SpecCheck.run(workspace.spec(), config, states -> {});
    SpecConfig constants = workspace.config(config.name());
    TlcGraph graph = check.run().graph();
    if (!config.mustFail() && graph != null) {
      Verdicts.Equality equality = equality(constants, graph);
      synchronized (equalities) {
        equalities.add(equality);
      }
    }
    List<String> rules = new ArrayList<>();
    for (String property : constants.invariants()) {
      rules.add(Rules.ofProperty(property));
    }
    for (String property : constants.properties()) {
      rules.add(Rules.ofProperty(property));
    }
    return new Verdicts.SpecVerdict(check.withoutGraph(), rules.stream().distinct().toList());
  }

  private static Verdicts.Equality equality(SpecConfig config, TlcGraph graph) {
    GraphComparison.Verdict verdict =
        new GraphComparison(new ContractModel(config.constants()), graph).compare();
    return new Verdicts.Equality(
        config.name(),
        graph.stateCount(),
        graph.edgeCount(),
        verdict instanceof GraphComparison.Verdict.Different different
            ? different.lines()
            : List.of());
  }

  private List<Verdicts.Cover> covers(StoreUnderTest.Factory stores) {
    List<SpecManifest.Config> configs =
        manifest.configs().stream()
            .filter(c -> !c.mustFail() && c.edges() <= COVER_EDGES_MAX)
            .toList();
    List<Verdicts.Cover> covers = new ArrayList<>();
    long before = 0;
    try (Progress progress =
        new Progress("replay", configs.stream().mapToLong(SpecManifest.Config::edges).sum())) {
      for (SpecManifest.Config config : configs) {
        ContractModel model = new ContractModel(workspace.config(config.name()).constants());
        long offset = before;
        CoverReplay.Report report =
            new CoverReplay(model, StateExplorer.graphOf(model), stores)
                .replay(replayed -> progress.to(offset + replayed));
        coverage.addAll(report.coverage());
        covers.add(new Verdicts.Cover(config.name(), report));
        before += config.edges();
      }
    }
    return covers;
  }

  /** Every trace on the bare store, and on a block manager, whose master must hear nothing. */
  private Verdicts.CorpusVerdict corpus(
      StoreUnderTest.Factory bare, StoreUnderTest.Factory blockManagers) throws IOException {
    List<String> complaints = new ArrayList<>();
    List<Path> files = new Corpus(workspace.traces()).files();
    int replays = 0;
    try (Progress progress = new Progress("corpus", 2L * files.size())) {
      for (Path file : files) {
        Trace trace;
        try {
          trace = Corpus.read(file);
        } catch (TraceFormatException e) {
          complaints.add(e.getMessage());
          continue;
        }
        String where = "spark@" + StoreOptions.BUILT_SPARK;
        complain(file, TraceCheck.of(file, trace, bare, where, coverage), complaints);
        replays++;
        RuleCoverage onBlockManager = new RuleCoverage();
        complain(
            file, TraceCheck.of(file, trace, blockManagers, where, onBlockManager), complaints);
        coverage.add("R10", onBlockManager.counts().getOrDefault("R1", 0L));
        replays++;
        progress.to(replays);
      }
    }
    return new Verdicts.CorpusVerdict(files.size(), replays, complaints);
  }

  private static void complain(Path file, TraceCheck check, List<String> complaints) {
    if (!check.asExpected()) {
      complaints.add(Workspace.shown(file) + " is not as expected on " + check.where());
    }
  }

  private SequenceRun.Report random(StoreUnderTest.Factory stores) throws IOException {
    try (Progress progress = new Progress("random", sequences)) {
      return new SequenceRun(stores, Universes.all(), seed, progress::to).run(sequences);
    }
  }
}
