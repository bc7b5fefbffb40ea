package dev.lockstep.cli.verify;

import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.StoreOptions;
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
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Configs and corpus on the real stores of several versions. */
final class SparkRuns {
  /** A cover of more edges than this adds time and no case; the spec's own check has them. */
  private static final long COVER_EDGES_MAX = 200_000;

  /** Each version has a class loader of its own, each cover a store of its own. */
  private static final int COVERS_AT_ONCE = 2;

  private final Workspace workspace;
  private final List<SpecManifest.Config> configs;

  SparkRuns(Workspace workspace) {
    this.workspace = workspace;
    this.configs =
        workspace.manifest().configs().stream()
            .filter(config -> config.level().equals("contract"))
            .filter(c -> !c.mustFail() && c.edges() <= COVER_EDGES_MAX)
            .toList();
  }

  /** The stores of one version, open. */
  record Stores(String version, StoreOptions.Opened patched, StoreOptions.Opened stock) {}

  /** The covers of one version: on the patched store, and on the stock one (R14). */
  record Covers(List<OnSpark.Cover> patched, List<OnSpark.Cover> stock) {}

  /** Every transition and refusal of each config on every version; the result is in their order. */
  List<Covers> covers(List<Stores> versions) throws InterruptedException {
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
        ContractModel model = new ContractModel(workspace.config(config.name()).constants());
        StateGraph graph = StateExplorer.graphOf(model);
        for (int v = 0; v < versions.size(); v++) {
          StoreUnderTest.Factory on = versions.get(v).patched().factory();
          patched.get(v).add(pool.submit(() -> cover(config, model, graph, on, done, progress)));
          if (withoutNativeBlocks(model)) {
            StoreUnderTest.Factory bare = versions.get(v).stock().factory();
            stock.get(v).add(pool.submit(() -> cover(config, model, graph, bare, done, progress)));
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

  private static OnSpark.Cover cover(
      SpecManifest.Config config,
      ContractModel model,
      StateGraph graph,
      StoreUnderTest.Factory stores,
      AtomicLong done,
      Progress progress) {
    AtomicLong before = new AtomicLong();
    CoverReplay.Report report =
        new CoverReplay(model, graph, stores)
            .replay(replayed -> progress.to(done.addAndGet(replayed - before.getAndSet(replayed))));
    return new OnSpark.Cover(config.name(), report);
  }

  private static <T> List<T> all(List<Future<T>> futures) throws InterruptedException {
    List<T> all = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        all.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a cover failed", e.getCause());
      }
    }
    return all;
  }

  /**
   * Every trace on the bare store, and on a block manager, whose master must hear nothing.
   *
   * @param coverage where the calls are counted
   */
  OnSpark.Corpus corpus(Stores stores, RuleCoverage coverage) throws IOException {
    String where = "spark@" + stores.version();
    StoreUnderTest.Factory bare = stores.patched().factory();
    StoreUnderTest.Factory blockManagers = stores.patched().inBlockManagers();
    List<String> complaints = new ArrayList<>();
    TreeSet<String> broken = new TreeSet<>();
    List<Path> files = new Corpus(workspace.traces()).files();
    int traces = 0;
    int replays = 0;
    try (Progress progress = new Progress("corpus " + stores.version(), 2L * files.size())) {
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
    return new OnSpark.Corpus(traces, replays, complaints, List.copyOf(broken));
  }
}
