package dev.lockstep.cli.verify;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.LockTraceCheck;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockStateGraph;
import dev.lockstep.spark.launch.SparkLockStores;
import dev.lockstep.traces.LockCoverReplay;
import dev.lockstep.traces.LockDivergence;
import dev.lockstep.traces.LockStoreUnderTest;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.corpus.Corpus;
import dev.lockstep.traces.json.SpecManifest;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The lock level on the real store: configs, transition by transition, and counterexamples. */
final class LedRuns {
  /** A cover of more edges than this adds time and no case. */
  private static final long COVER_EDGES_MAX = 50_000;

  /**
   * Each with a store of its own; more than there are cores, as its threads wait for each other.
   */
  private static final int AT_ONCE = 2;

  private final Workspace workspace;
  private final KeptParts parts;

  LedRuns(Workspace workspace, KeptParts parts) {
    this.workspace = workspace;
    this.parts = parts;
  }

  /**
   * What came of it.
   *
   * @param configs configs covered
   * @param edges their transitions
   * @param replayed those that were led through the store and agree
   * @param waits threads that can't go on, and could not
   * @param traces counterexamples led through the store
   * @param complaints a line for each that is not as it should be
   */
  record Report(
      int configs, long edges, long replayed, long waits, int traces, List<String> complaints) {
    private Report plus(Report other) {
      return new Report(
          configs + other.configs,
          edges + other.edges,
          replayed + other.replayed,
          waits + other.waits,
          traces + other.traces,
          Stream.concat(complaints.stream(), other.complaints.stream()).toList());
    }

    boolean asExpected() {
      return configs > 0 && traces > 0 && replayed == edges && complaints.isEmpty();
    }
  }

  /** Every config that holds and every trace that the store can be led through. */
  Report run(OpenSpark spark) throws IOException, InterruptedException {
    List<SpecManifest.Config> configs = new ArrayList<>();
    for (SpecManifest.Config config : workspace.manifest().configs()) {
      if (config.level().equals("lock")
          && !config.mustFail()
          && config.edges() <= COVER_EDGES_MAX
          && SparkLockStores.whyNever(workspace.lockConfig(config.name()).constants()).isEmpty()) {
        configs.add(config);
      }
    }
    // The longest first, so that none is left alone in the end.
    configs.sort(Comparator.comparingLong(SpecManifest.Config::edges).reversed());
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    AtomicLong done = new AtomicLong();
    long all = configs.stream().mapToLong(SpecManifest.Config::edges).sum();
    try (Progress progress = new Progress("led " + spark.version(), all)) {
      List<Future<Report>> covers = new ArrayList<>();
      for (SpecManifest.Config config : configs) {
        covers.add(pool.submit(() -> config(config, spark, done, progress)));
      }
      Report report = traces(spark);
      for (Future<Report> cover : covers) {
        report = report.plus(cover.get());
      }
      return report;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailure failure) {
        throw failure;
      }
      throw new IllegalStateException("a led cover failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private Report config(
      SpecManifest.Config config, OpenSpark spark, AtomicLong done, Progress progress)
      throws IOException, InterruptedException {
    return parts.get(
        "threads " + spark.version(),
        spark
            .key("led")
            .with(config.name())
            .withFile(workspace.spec().resolve(config.name() + ".cfg"))
            .build(),
        Report.class,
        r -> r.complaints().isEmpty() && r.replayed() == r.edges(),
        () -> {
          LockStoreUnderTest.Factory stores = spark.patched().lockFactory().orElseThrow();
          LockModel model = new LockModel(workspace.lockConfig(config.name()).constants());
          AtomicLong before = new AtomicLong();
          LockCoverReplay.Report report =
              new LockCoverReplay(model, LockStateGraph.of(model), stores)
                  .replay(led -> progress.to(done.addAndGet(led - before.getAndSet(led))));
          return new Report(
              1,
              report.edges(),
              report.replayed(),
              report.waits(),
              0,
              report.divergences().stream()
                  .map(d -> config.name() + ": " + d.divergence())
                  .toList());
        });
  }

  private Report traces(OpenSpark spark) throws IOException, InterruptedException {
    List<Path> files = new Corpus(workspace.traces()).files();
    return parts.get(
        "threads " + spark.version(),
        spark.key("led-traces").withFiles(files).build(),
        Report.class,
        r -> r.complaints().isEmpty(),
        () -> led(files, spark));
  }

  private static Report led(List<Path> files, OpenSpark spark) throws IOException {
    LockStoreUnderTest.Factory factory = spark.patched().lockFactory().orElseThrow();
    List<String> complaints = new ArrayList<>();
    int traces = 0;
    for (Path file : files) {
      try {
        if (Corpus.readAny(file) instanceof LockTrace trace
            && factory.whyNot(trace.constants()).isEmpty()) {
          traces++;
          LockTraceCheck check = LockTraceCheck.of(trace, factory, "spark@" + spark.version());
          LockDivergence divergence = check.onStore();
          if (!check.asExpected() || divergence != null) {
            complaints.add(Workspace.shown(file) + ": " + divergence);
          }
        }
      } catch (TraceFormatException e) {
        complaints.add(String.valueOf(e.getMessage()));
      }
    }
    return new Report(0, 0, 0, 0, traces, complaints);
  }
}
