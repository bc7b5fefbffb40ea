package dev.lockstep.spark.mutants.worker;

import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.spark.launch.SparkStores;
import dev.lockstep.spark.mutants.Stage;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.RandomActions;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.StoreUnderTest;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.corpus.Corpus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks at contract level: traces, walks, random sequences. */
final class StoreChecks {
  private static final int SEQUENCES = 60;
  private static final int CALLS = 80;

  private final List<Path> classPath;
  private @Nullable SparkStores bare;
  private StoreUnderTest.@Nullable Factory managed;

  StoreChecks(List<Path> classPath) {
    this.classPath = classPath;
  }

  private SparkStores bare() {
    SparkStores open = bare;
    if (open == null) {
      open = SparkStores.open(classPath, Optional.empty());
      bare = open;
    }
    return open;
  }

  private StoreUnderTest.Factory managed() {
    StoreUnderTest.Factory open = managed;
    if (open == null) {
      open = bare().inBlockManagers();
      managed = open;
    }
    return open;
  }

  /** Calls on a fresh store, compared with the model's. */
  private record Calls(
      String id,
      Stage stage,
      ContractModel model,
      Supplier<List<Action>> actions,
      StoreChecks stores)
      implements Check {
    @Override
    public void open() {
      stores.factory(stage);
    }

    @Override
    public String run() {
      return new Replayer(model, stores.factory(stage))
          .replay(actions.get())
          .map(Calls::words)
          .orElse("conforms");
    }

    /** Without what the store says for a person, which may be an address. */
    private static String words(Divergence d) {
      return d.rule() + " " + d.field() + " at step " + d.step();
    }
  }

  private StoreUnderTest.Factory factory(Stage stage) {
    return stage == Stage.MANAGED ? managed() : bare();
  }

  /** Each trace of the corpus, on the bare store and in a block manager. */
  List<Check> corpus(Path traces) throws Exception {
    List<Check> onBare = new ArrayList<>();
    List<Check> inManager = new ArrayList<>();
    for (Path file : new Corpus(traces).files()) {
      StoredTrace stored = Corpus.readAny(file);
      if (stored instanceof Trace trace) {
        String name = traces.relativize(file).toString();
        ContractModel model = new ContractModel(trace.constants());
        onBare.add(new Calls(name, Stage.CORPUS, model, trace::actions, this));
        inManager.add(new Calls("managed " + name, Stage.MANAGED, model, trace::actions, this));
      }
    }
    onBare.addAll(inManager);
    return onBare;
  }

  /** Walks that together take every transition of some configs, and every refusal. */
  List<Check> covers(Path spec, List<String> configs, Path cache) throws Exception {
    List<Check> checks = new ArrayList<>();
    for (String name : configs) {
      ContractModel model =
          new ContractModel(SpecConfig.read(spec.resolve(name + ".cfg")).constants());
      List<Supplier<List<Action>>> walks = CoverWalks.of(model, cache.resolve(name + ".walks"));
      for (int i = 0; i < walks.size(); i++) {
        checks.add(new Calls("walk " + name + " " + i, Stage.COVER, model, walks.get(i), this));
      }
    }
    return checks;
  }

  /** Random calls with the constants of some configs, from fixed seeds. */
  List<Check> random(Path spec, List<String> configs) throws Exception {
    List<Check> checks = new ArrayList<>();
    for (String name : configs) {
      ContractModel model =
          new ContractModel(SpecConfig.read(spec.resolve(name + ".cfg")).constants());
      RandomActions random = new RandomActions(model);
      for (int i = 1; i <= SEQUENCES; i++) {
        long seed = i;
        checks.add(
            new Calls(
                "random " + name + " " + seed,
                Stage.RANDOM,
                model,
                () -> random.sequence(seed, CALLS),
                this));
      }
    }
    return checks;
  }
}
