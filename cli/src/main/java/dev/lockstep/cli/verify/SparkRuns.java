package dev.lockstep.cli.verify;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.TraceCheck;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.explore.StateGraph;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.StoreUnderTest;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.corpus.Corpus;
import dev.lockstep.traces.json.SpecManifest;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Configs and corpus on the real stores of several versions. */
final class SparkRuns {
  /** A cover of more edges than this adds time and no case; the spec's own check has them. */
  private static final long COVER_EDGES_MAX = 200_000;

  /** Each version has a class loader of its own, each cover a store of its own. */
  private static final int COVERS_AT_ONCE = 2;

  private final Workspace workspace;
  private final KeptParts parts;
  private final List<SpecManifest.Config> configs;

  SparkRuns(Workspace workspace, KeptParts parts) {
    this.workspace = workspace;
    this.parts = parts;
    this.configs =
        workspace.manifest().configs().stream()
            .filter(config -> config.level().equals("contract"))
            .filter(c -> !c.mustFail() && c.edges() <= COVER_EDGES_MAX)
            .toList();
  }

  /** The covers of one version: on the patched store, and on the stock one (R14). */
  record Covers(List<OnSpark.Cover> patched, List<OnSpark.Cover> stock) {}

  /** Every transition and refusal of each config on every version; the result is in their order. */
  List<Covers> covers(List<OpenSpark> versions) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(COVERS_AT_ONCE);
    AtomicLong done = new AtomicLong();
    List<List<Future<OnSpark.Cover>>> patched = new ArrayList<>();
    List<List<Future<OnSpark.Cover>>> stock = new ArrayList<>();
    versions.forEach(
        v -> {
          patched.add(new ArrayList<>());
          stock.add(new ArrayList<>());
        });
    try (Progress progress = new Progress("replay", edgesOf(versions.size()))) {
      for (SpecManifest.Config config : configs) {
        Graph graph = new Graph(new ContractModel(workspace.config(config.name()).constants()));
        for (int v = 0; v < versions.size(); v++) {
          OpenSpark on = versions.get(v);
          patched.get(v).add(pool.submit(() -> cover(config, graph, on, false, done, progress)));
          if (withoutNativeBlocks(graph.model())) {
            stock.get(v).add(pool.submit(() -> cover(config, graph, on, true, done, progress)));
          }
        }
      }
      List<Covers> covers = new ArrayList<>();
      for (int v = 0; v < versions.size(); v++) {
        covers.add(new Covers(all(patched.get(v)), all(stock.get(v))));
      }
      return covers;
    } finally {
      pool.shutdownNow();
    }
  }

  /** A model with its whole graph, which is explored by the first who needs it. */
  private static final class Graph {
    private final ContractModel model;
    private @Nullable StateGraph graph;

    Graph(ContractModel model) {
      this.model = model;
    }

    ContractModel model() {
      return model;
    }

    synchronized StateGraph get() {
      StateGraph known = graph == null ? StateExplorer.graphOf(model) : graph;
      graph = known;
      return known;
    }
  }

  private long edgesOf(int versions) {
    return configs.stream()
        .mapToLong(
            config ->
                config.edges()
                    * versions
                    * (withoutNativeBlocks(
                            new ContractModel(workspace.config(config.name()).constants()))
                        ? 2
                        : 1))
        .sum();
  }

  private static boolean withoutNativeBlocks(ContractModel model) {
    return model.constants().blocks().stream()
        .map(BlockSpec::kind)
        .noneMatch(kind -> kind.isNative());
  }

  /** What is kept of a cover in which nothing diverged. */
  private record KeptCover(
      int edges,
      int replayed,
      int walks,
      long steps,
      long refusals,
      long refusalsLeftOut,
      boolean conforms,
      Map<String, Long> coverage,
      Map<String, Long> coverageOfRefusals) {
    static KeptCover of(CoverReplay.Report r) {
      return new KeptCover(
          r.edges(),
          r.replayed(),
          r.walks(),
          r.steps(),
          r.refusals(),
          r.refusalsLeftOut(),
          r.conforms(),
          r.coverage().counts(),
          r.coverage().refusals());
    }

    CoverReplay.Report report() {
      return new CoverReplay.Report(
          edges,
          replayed,
          walks,
          steps,
          refusals,
          refusalsLeftOut,
          List.of(),
          RuleCoverage.of(coverage, coverageOfRefusals));
    }
  }

  private OnSpark.Cover cover(
      SpecManifest.Config config,
      Graph graph,
      OpenSpark spark,
      boolean stock,
      AtomicLong done,
      Progress progress)
      throws IOException, InterruptedException {
    List<CoverReplay.Report> whole = new ArrayList<>();
    KeptCover cover =
        parts.get(
            stock ? "stock" : "replay",
            spark
                .key(stock ? "cover-stock" : "cover")
                .with(config.name())
                .withFile(workspace.spec().resolve(config.name() + ".cfg"))
                .build(),
            KeptCover.class,
            KeptCover::conforms,
            () -> {
              AtomicLong before = new AtomicLong();
              StoreUnderTest.Factory stores = (stock ? spark.stock() : spark.patched()).factory();
              CoverReplay.Report report =
                  new CoverReplay(graph.model(), graph.get(), stores)
                      .replay(
                          replayed ->
                              progress.to(done.addAndGet(replayed - before.getAndSet(replayed))));
              whole.add(report);
              return KeptCover.of(report);
            });
    // One that diverges is not kept, and has more to tell.
    return new OnSpark.Cover(config.name(), whole.isEmpty() ? cover.report() : whole.get(0));
  }

  private static <T> List<T> all(List<Future<T>> futures) throws InterruptedException {
    List<T> all = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        all.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof CommandFailure failure) {
          throw failure;
        }
        throw new IllegalStateException("a cover failed", e.getCause());
      }
    }
    return all;
  }

  /**
   * What came of the corpus, and which rules its calls exercised.
   *
   * @param broken rules that replays broke
   */
  private record KeptCorpus(
      int traces,
      int replays,
      List<String> complaints,
      List<String> broken,
      Map<String, Long> coverage,
      Map<String, Long> coverageOfRefusals) {}

  /**
   * Every trace on the bare store, and on a block manager, whose master must hear nothing.
   *
   * @param coverage where the calls are counted
   */
  OnSpark.Corpus corpus(OpenSpark spark, RuleCoverage coverage)
      throws IOException, InterruptedException {
    List<Path> files = new Corpus(workspace.traces()).files();
    KeptCorpus corpus =
        parts.get(
            "corpus " + spark.version(),
            spark.key("corpus").withFiles(files).build(),
            KeptCorpus.class,
            c -> c.complaints().isEmpty(),
            () -> replayed(files, spark));
    coverage.addAll(RuleCoverage.of(corpus.coverage(), corpus.coverageOfRefusals()));
    return new OnSpark.Corpus(
        corpus.traces(), corpus.replays(), corpus.complaints(), corpus.broken());
  }

  private static KeptCorpus replayed(List<Path> files, OpenSpark spark) throws IOException {
    String where = "spark@" + spark.version();
    StoreUnderTest.Factory bare = spark.patched().factory();
    StoreUnderTest.Factory blockManagers = spark.patched().inBlockManagers();
    RuleCoverage coverage = new RuleCoverage();
    List<String> complaints = new ArrayList<>();
    TreeSet<String> broken = new TreeSet<>();
    int traces = 0;
    int replays = 0;
    try (Progress progress = new Progress("corpus " + spark.version(), 2L * files.size())) {
      for (Path file : files) {
        StoredTrace stored;
        try {
          stored = Corpus.readAny(file);
        } catch (TraceFormatException e) {
          complaints.add(e.getMessage());
          continue;
        }
        if (!(stored instanceof Trace trace)) {
          continue; // Those of the lock level are led: LedRuns.
        }
        traces++;
        RuleCoverage onBlockManager = new RuleCoverage();
        List<TraceCheck> checks =
            List.of(
                TraceCheck.of(file, trace, bare, where, coverage),
                TraceCheck.of(file, trace, blockManagers, where, onBlockManager));
        coverage.add("R10", onBlockManager.counts().getOrDefault("R1", 0L));
        for (TraceCheck check : checks) {
          if (!check.asExpected()) {
            complaints.add(Workspace.shown(file) + " is not as expected on " + check.where());
            Divergence on = check.onStore();
            if (on != null) {
              broken.add(on.rule());
            }
          }
        }
        replays += checks.size();
        progress.to(replays);
      }
    }
    return new KeptCorpus(
        traces, replays, complaints, List.copyOf(broken), coverage.counts(), coverage.refusals());
  }
}
