package dev.lockstep.cli.coverage;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.LockTraceCheck;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.TraceCheck;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.launch.BranchProbes;
import dev.lockstep.spark.launch.ClassCoverage;
import dev.lockstep.spark.launch.ProbeSet;
import dev.lockstep.spark.launch.SparkClassPathException;
import dev.lockstep.spark.launch.SparkLockStores;
import dev.lockstep.spark.launch.SparkStores;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.StoreUnderTest;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Traces replayed one after the other on a patched Spark with probes in its classes: those of the
 * contract level on the bare store and inside a block manager, those of the lock level led.
 */
final class CorpusRun implements AutoCloseable {
  private final BranchProbes probes;
  private final SparkStores stores;
  private final StoreUnderTest.Factory managed;
  private final SparkLockStores led;
  private final String where;

  /** Passed when stores are opened and made: no trace is needed for that. */
  private ProbeSet base = ProbeSet.EMPTY;

  private ProbeSet passed = ProbeSet.EMPTY;

  private CorpusRun(List<Path> classPath, BranchProbes probes, String where) {
    this.probes = probes;
    this.stores = SparkStores.openCounted(classPath, probes);
    this.managed = stores.inBlockManagers();
    this.led = SparkLockStores.counted(classPath, probes);
    this.where = where;
  }

  static CorpusRun open(Workspace workspace, SparkPath spark) {
    List<Path> classPath = spark.patched(workspace);
    try {
      BranchProbes probes = BranchProbes.of(classPath);
      CorpusRun run = new CorpusRun(classPath, probes, "spark@" + spark.name());
      run.base = probes.takePassed();
      return run;
    } catch (SparkClassPathException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
  }

  String description() {
    return stores.description();
  }

  /** Replays all of them, in their order. */
  List<TraceRun> run(Map<Path, StoredTrace> traces) {
    List<TraceRun> runs = new ArrayList<>();
    try (Progress progress = new Progress("coverage", traces.size())) {
      traces.forEach(
          (file, trace) -> {
            runs.add(run(file, trace));
            progress.to(runs.size());
          });
    }
    return runs;
  }

  private TraceRun run(Path file, StoredTrace trace) {
    return trace.accept(
        new StoredTrace.Visitor<>() {
          @Override
          public TraceRun contract(Trace contract) {
            TraceCheck bare = TraceCheck.of(file, contract, stores, where, new RuleCoverage());
            TraceCheck inManager =
                TraceCheck.of(file, contract, managed, where, new RuleCoverage());
            boolean good = bare.asExpected() && inManager.asExpected();
            return counted(file, trace, true, good);
          }

          @Override
          public TraceRun lock(LockTrace lock) {
            if (led.whyNot(lock.constants()).isPresent()) {
              return counted(file, trace, false, true);
            }
            return counted(file, trace, true, LockTraceCheck.of(lock, led, where).asExpected());
          }
        });
  }

  private TraceRun counted(Path file, StoredTrace trace, boolean onStore, boolean asExpected) {
    ProbeSet here = probes.takePassed();
    passed = passed.with(here);
    Set<Item> items = new TreeSet<>(asExpected ? trace.accept(Exercised.BY_STEPS) : Set.of());
    here.without(base)
        .byClass()
        .forEach(
            (name, bits) ->
                bits.stream()
                    .forEach(probe -> items.add(new Item(Item.Kind.PROBE, name + "#" + probe))));
    return new TraceRun(file, trace, onStore, asExpected, new TreeSet<>(items));
  }

  /** What was run of each class, opening stores included. */
  List<ClassCoverage> classes() {
    return probes.coverage(passed.with(base));
  }

  @Override
  public void close() {
    led.close();
    stores.close();
    probes.close();
  }
}
