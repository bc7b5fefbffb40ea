package dev.lockstep.cli.verify;

import dev.lockstep.cli.random.SequenceRun;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SpecCheck;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ConfigFile;
import dev.lockstep.model.ContractGraph;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.LabelledGraph;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.lock.LockGraph;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.tlc.GraphComparison;
import dev.lockstep.model.tlc.TlcGraph;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.spark.context.launch.Result;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
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
import java.util.stream.Stream;

/** Runs the parts of {@code verify}, one after the other but for TLC's two processes at a time. */
final class Verification {
  /** TLC runs with one worker each, so that its counts are stable; two of them fill two cores. */
  private static final int TLC_AT_ONCE = 2;

  /** Random sequences on the first version for one on each other: they differ in little code. */
  static final int FIRST_FOR_OTHER = 5;

  private final Workspace workspace;
  private final SpecManifest manifest;
  private final List<String> leftOut;
  private final long seed;
  private final int sequences;
  private final List<SparkPath> versions;
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /**
   * @param sequences random sequences on the first version
   * @param versions the versions to run, at least one
   */
  Verification(Workspace workspace, long seed, int sequences, List<SparkPath> versions) {
    this.workspace = workspace;
    List<SpecManifest.Config> all = workspace.manifest().configs();
    this.manifest = new SpecManifest(all.stream().filter(Verification::isRun).toList());
    this.leftOut = all.stream().filter(c -> !isRun(c)).map(SpecManifest.Config::name).toList();
    this.seed = seed;
    this.sequences = sequences;
    this.versions = List.copyOf(versions);
  }

  /** What is large and not of the contract level takes longer than all the rest. */
  private static boolean isRun(SpecManifest.Config config) {
    return config.quick() || config.level().equals("contract");
  }

  Verdicts run() throws IOException, InterruptedException {
    List<Verdicts.Equality> equalities = new ArrayList<>();
    List<Verdicts.SpecVerdict> specs = timed("specs", () -> specs(equalities));
    List<SparkRuns.Stores> stores = new ArrayList<>();
    try {
      for (SparkPath version : versions) {
        stores.add(
            new SparkRuns.Stores(
                version.name(),
                StoreOptions.openPatched(workspace, version),
                StoreOptions.openStock(workspace, version)));
      }
      return new Verdicts(specs, leftOut, equalities, spark(stores), seconds);
    } finally {
      for (SparkRuns.Stores open : stores) {
        open.patched().close();
        open.stock().close();
      }
    }
  }

  private List<OnSpark> spark(List<SparkRuns.Stores> stores)
      throws IOException, InterruptedException {
    SparkRuns runs = new SparkRuns(workspace);
    List<SparkRuns.Covers> covers = timed("replay", () -> runs.covers(stores));
    List<OnSpark> spark = new ArrayList<>();
    for (int v = 0; v < stores.size(); v++) {
      SparkRuns.Stores on = stores.get(v);
      SparkRuns.Covers covered = covers.get(v);
      RuleCoverage coverage = new RuleCoverage();
      covered.patched().forEach(c -> coverage.addAll(c.report().coverage()));
      OnSpark.Corpus corpus = timed("corpus " + on.version(), () -> runs.corpus(on, coverage));
      LedRuns.Report led = timed("threads " + on.version(), () -> new LedRuns(workspace).run(on));
      int tries = v == 0 ? sequences : Math.max(1, sequences / FIRST_FOR_OTHER);
      SequenceRun.Report random = timed("random " + on.version(), () -> random(on, tries));
      SparkPath path = versions.get(v);
      List<Result> probes =
          timed("context " + on.version(), () -> new ContextProbes(workspace).run(path));
      spark.add(
          new OnSpark(
              on.version(),
              covered.patched(),
              covered.stock(),
              corpus,
              led,
              random,
              coverage,
              probes));
    }
    return spark;
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
    if (!List.of("contract", "lock").contains(config.level())) {
      // The rules of a rival go by the same names, and prove nothing about the store.
      return new Verdicts.SpecVerdict(check.withoutGraph(), List.of());
    }
    ConfigFile file = workspace.configFile(config.name());
    TlcGraph graph = check.run().graph();
    if (!config.mustFail() && graph != null) {
      Verdicts.Equality equality = equality(config, file, graph);
      synchronized (equalities) {
        equalities.add(equality);
      }
    }
    List<String> rules =
        Stream.concat(file.invariants().stream(), file.properties().stream())
            .map(Rules::ofProperty)
            .distinct()
            .toList();
    return new Verdicts.SpecVerdict(check.withoutGraph(), rules);
  }

  private static Verdicts.Equality equality(
      SpecManifest.Config config, ConfigFile file, TlcGraph graph) {
    LabelledGraph<?> model =
        config.level().equals("lock")
            ? new LockGraph(new LockModel(LockConfig.of(file).constants()))
            : new ContractGraph(new ContractModel(SpecConfig.of(file).constants()));
    GraphComparison.Verdict verdict = new GraphComparison<>(model, graph).compare();
    return new Verdicts.Equality(
        config.name(),
        graph.stateCount(),
        graph.edgeCount(),
        verdict instanceof GraphComparison.Verdict.Different different
            ? different.lines()
            : List.of());
  }

  private SequenceRun.Report random(SparkRuns.Stores stores, int tries) throws IOException {
    try (Progress progress = new Progress("random " + stores.version(), tries)) {
      return new SequenceRun(stores.patched().factory(), Universes.all(), seed, progress::to)
          .run(tries);
    }
  }
}
