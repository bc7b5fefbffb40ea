package dev.lockstep.spark.mutants.worker;

import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockStateGraph;
import dev.lockstep.spark.launch.SparkLockStores;
import dev.lockstep.spark.mutants.Stage;
import dev.lockstep.traces.LockCoverReplay;
import dev.lockstep.traces.LockReplayer;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.corpus.Corpus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks at lock level: traces and small configs, led through the store. */
final class LedChecks {
  private final List<Path> classPath;
  private @Nullable SparkLockStores stores;

  LedChecks(List<Path> classPath) {
    this.classPath = classPath;
  }

  private SparkLockStores stores() {
    SparkLockStores open = stores;
    if (open == null) {
      open = SparkLockStores.of(classPath, Optional.empty());
      open.description();
      stores = open;
    }
    return open;
  }

  private record Led(String id, LedChecks checks, LockTrace trace) implements Check {
    @Override
    public Stage stage() {
      return Stage.LED;
    }

    @Override
    public void open() {
      checks.stores();
    }

    @Override
    public String run() {
      return new LockReplayer(trace)
          .replay(checks.stores())
          .map(d -> d.rule() + " " + d.field() + " at step " + d.step())
          .orElse("conforms");
    }
  }

  private record LedCover(String id, LedChecks checks, LockModel model) implements Check {
    @Override
    public Stage stage() {
      return Stage.LED;
    }

    @Override
    public void open() {
      checks.stores();
    }

    @Override
    public String run() {
      LockModel here = model;
      LockCoverReplay.Report report =
          new LockCoverReplay(here, LockStateGraph.of(here), checks.stores()).replay(done -> {});
      return report.conforms()
          ? "conforms"
          : report.divergences().stream()
              .findFirst()
              .map(d -> d.divergence().rule() + " " + d.divergence().field())
              .orElse("edges not taken");
    }
  }

  /** The traces of the lock level that are for the store as it is, and small configs. */
  List<Check> all(Path traces, Path spec, List<String> configs) throws Exception {
    List<Check> checks = new ArrayList<>();
    SparkLockStores plain = SparkLockStores.of(classPath, Optional.empty());
    for (Path file : new Corpus(traces).files()) {
      StoredTrace stored = Corpus.readAny(file);
      if (stored instanceof LockTrace trace
          && plain.whyNot(trace.constants()).isEmpty()
          && plain.changes(trace.constants()).stream().noneMatch(c -> c.startsWith("fault"))) {
        checks.add(new Led("led " + traces.relativize(file), this, trace));
      }
    }
    for (String name : configs) {
      LockModel model = new LockModel(LockConfig.read(spec.resolve(name + ".cfg")).constants());
      if (plain.whyNot(model.constants()).isEmpty()) {
        checks.add(new LedCover("led " + name, this, model));
      }
    }
    return checks;
  }
}
