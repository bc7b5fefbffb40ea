package dev.lockstep.cli.verify;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.SpecCheck;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.io.KeptKey;
import dev.lockstep.io.KeptResults;
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
import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcRuns;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** TLC on the configs, and the model's graphs held to TLC's. */
final class SpecRuns {
  /** TLC has one worker each, so that its counts are stable; two of them fill two cores. */
  private static final int AT_ONCE = 2;

  static final String PART = "specs";
  static final String EQUALITY = "model=TLC";

  private final Workspace workspace;
  private final SpecManifest manifest;
  private final TlcRuns runs;
  private final KeptParts parts;

  SpecRuns(Workspace workspace, SpecManifest manifest, KeptResults kept, KeptParts parts) {
    this.workspace = workspace;
    this.manifest = manifest;
    this.runs = new TlcRuns(kept);
    this.parts = parts;
  }

  /**
   * What came of it, in the order of the manifest.
   *
   * @param verdicts TLC's
   * @param equalities of the configs that hold and that the model knows
   */
  record Report(List<Verdicts.SpecVerdict> verdicts, List<Verdicts.Equality> equalities) {}

  private record Both(Verdicts.SpecVerdict verdict, Optional<Verdicts.Equality> equality) {}

  Report run() throws InterruptedException {
    long all = manifest.configs().stream().mapToLong(SpecManifest.Config::states).sum();
    AtomicLong done = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try (Progress progress = new Progress(PART, all)) {
      Map<String, Future<Both>> running = new LinkedHashMap<>();
      // The longest first, so that none is left alone in the end.
      manifest.configs().stream()
          .sorted(Comparator.comparingLong(SpecManifest.Config::edges).reversed())
          .forEach(
              config ->
                  running.put(
                      config.name(),
                      pool.submit(
                          () -> {
                            Both both = of(config);
                            progress.to(done.addAndGet(config.states()));
                            return both;
                          })));
      Map<String, Both> ended = new LinkedHashMap<>();
      for (SpecManifest.Config config : manifest.configs()) {
        ended.put(config.name(), Objects.requireNonNull(running.get(config.name())).get());
      }
      return new Report(
          ended.values().stream().map(Both::verdict).toList(),
          ended.values().stream().flatMap(both -> both.equality().stream()).toList());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailure failure) {
        throw failure;
      }
      throw new IllegalStateException("a check of the spec failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private Both of(SpecManifest.Config config) throws IOException, InterruptedException {
    SpecCheck check = SpecCheck.run(runs, workspace.spec(), config, states -> {});
    parts.count(PART, check.run().kept());
    if (!List.of("contract", "lock").contains(config.level())) {
      // The rules of a rival go by the same names, and prove nothing about the store.
      return new Both(new Verdicts.SpecVerdict(check.withoutGraph(), List.of()), Optional.empty());
    }
    ConfigFile file = workspace.configFile(config.name());
    Optional<Verdicts.Equality> equality =
        config.mustFail() || !check.verdict().equals(config.expect())
            ? Optional.empty()
            : Optional.of(equality(config, file, check.run().graph()));
    List<String> rules =
        Stream.concat(file.invariants().stream(), file.properties().stream())
            .map(Rules::ofProperty)
            .distinct()
            .toList();
    return new Both(new Verdicts.SpecVerdict(check.withoutGraph(), rules), equality);
  }

  /** The graph of a run that has just ended is at hand; a kept one is read only if need be. */
  private Verdicts.Equality equality(
      SpecManifest.Config config, ConfigFile file, @Nullable TlcGraph atHand)
      throws IOException, InterruptedException {
    TlcOptions options = SpecCheck.options(workspace.spec(), config);
    KeptKey key =
        KeptKey.of("equal")
            .with(TlcRuns.key(options))
            .withCode(LabelledGraph.class, "dev/lockstep/model/")
            .build();
    return parts.get(
        EQUALITY,
        key,
        Verdicts.Equality.class,
        Verdicts.Equality::equal,
        () -> {
          TlcGraph graph = atHand == null ? runs.run(options, states -> {}).graph() : atHand;
          return compared(config, file, Objects.requireNonNull(graph));
        });
  }

  private static Verdicts.Equality compared(
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
}
