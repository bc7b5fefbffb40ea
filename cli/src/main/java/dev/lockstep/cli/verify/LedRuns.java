package dev.lockstep.cli.verify;

import dev.lockstep.cli.run.LockTraceCheck;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockStateGraph;
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
import java.util.List;

/** The lock level on the real store: configs, transition by transition, and counterexamples. */
final class LedRuns {
  /** A cover of more edges than this adds time and no case. */
  private static final long COVER_EDGES_MAX = 50_000;

  private final Workspace workspace;

  LedRuns(Workspace workspace) {
    this.workspace = workspace;
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
    boolean asExpected() {
      return configs > 0 && traces > 0 && replayed == edges && complaints.isEmpty();
    }
  }

  /** Every config that holds and every trace that the store can be led through. */
  Report run(SparkRuns.Stores stores) throws IOException {
    LockStoreUnderTest.Factory factory = stores.patched().lockFactory().orElseThrow();
    List<SpecManifest.Config> configs =
        workspace.manifest().configs().stream()
            .filter(c -> c.level().equals("lock") && !c.mustFail())
            .filter(c -> c.edges() <= COVER_EDGES_MAX)
            .filter(c -> factory.whyNot(workspace.lockConfig(c.name()).constants()).isEmpty())
            .toList();
    long edges = 0;
    long replayed = 0;
    long waits = 0;
    List<String> complaints = new ArrayList<>();
    long all = configs.stream().mapToLong(SpecManifest.Config::edges).sum();
    try (Progress progress = new Progress("led " + stores.version(), all)) {
      for (SpecManifest.Config config : configs) {
        LockModel model = new LockModel(workspace.lockConfig(config.name()).constants());
        long before = replayed;
        LockCoverReplay.Report report =
            new LockCoverReplay(model, LockStateGraph.of(model), factory)
                .replay(done -> progress.to(before + done));
        edges += report.edges();
        replayed += report.replayed();
        waits += report.waits();
        report.divergences().forEach(d -> complaints.add(config.name() + ": " + d.divergence()));
      }
    }
    int traces = traces(stores, factory, complaints);
    return new Report(configs.size(), edges, replayed, waits, traces, complaints);
  }

  private int traces(
      SparkRuns.Stores stores, LockStoreUnderTest.Factory factory, List<String> complaints)
      throws IOException {
    int traces = 0;
    for (Path file : new Corpus(workspace.traces()).files()) {
      try {
        if (Corpus.readAny(file) instanceof LockTrace trace
            && factory.whyNot(trace.constants()).isEmpty()) {
          traces++;
          LockTraceCheck check = LockTraceCheck.of(trace, factory, "spark@" + stores.version());
          LockDivergence divergence = check.onStore();
          if (!check.asExpected() || divergence != null) {
            complaints.add(Workspace.shown(file) + ": " + divergence);
          }
        }
      } catch (TraceFormatException e) {
        complaints.add(String.valueOf(e.getMessage()));
      }
    }
    return traces;
  }
}
