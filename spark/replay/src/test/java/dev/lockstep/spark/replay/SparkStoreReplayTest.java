package dev.lockstep.spark.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Result;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.Replayer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.storage.memory.MemoryStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real store does what the model does, on every edge of the small configurations. */
class SparkStoreReplayTest {
  private static final int WALK_MAX = 2000;

  @ParameterizedTest
  @ValueSource(strings = {"Tiny", "Kinds", "Modes", "Execution", "Fatal", "Deferred"})
  void realStoreTakesEveryEdgeAsTheModelDoes(String config) {
    long start = System.nanoTime();

    CoverReplay.Report report = Specs.replay(config, new SparkStoreFactory(), WALK_MAX);

    double seconds = (System.nanoTime() - start) / 1e9;
    long calls = report.steps() + report.refusals();
    System.out.printf(
        "%s: %d edges, %d calls, %.1f s, %.0f calls a second%n",
        config, report.edges(), calls, seconds, calls / seconds);
    assertThat(report.divergences()).isEmpty();
    assertThat(report.conforms()).isTrue();
  }

  @Test
  void patchStandsBeforeSparkOnTheClassPath() {
    assertThat(MemoryStore.class.getProtectionDomain().getCodeSource().getLocation().toString())
        .contains("patch");
  }

  @Test
  void refusalsSayWhatTheStoreSaid() {
    try (SparkStore store = new SparkStore(constants(), new PatchNatives())) {
      Observation observation = store.apply(new Action.PutSerialized(1, "n"));
      assertThat(observation.result()).isEqualTo(Result.REFUSED);
      assertThat(observation.detail()).contains("putNative");

      store.apply(new Action.PutNative(1, "n"));
      observation = store.apply(new Action.Get(1, "n"));
      assertThat(observation.result()).isEqualTo(Result.REFUSED);
      assertThat(observation.detail()).contains("pinNative");
      assertThat(observation.snapshot().locks()).isEmpty();
    }
  }

  @Test
  void pinsOfAnEndedTaskAreHarmlessToTheNextRegistration() {
    List<Action> actions =
        List.of(
            new Action.PutNative(1, "n"),
            new Action.Pin(1, "n"),
            new Action.TaskEnd(1),
            new Action.Pin(1, "n"),
            new Action.Clear(),
            new Action.PutNative(1, "n"),
            new Action.Pin(1, "n"),
            new Action.Unlock(1, "n"),
            new Action.Remove(1, "n"));

    assertThat(
            new Replayer(new ContractModel(constants()), new SparkStoreFactory()).replay(actions))
        .isEmpty();
  }

  private static Constants constants() {
    return new Constants(
        1,
        List.of(
            new BlockSpec(
                "n", BlockKind.NATIVE, 1, MemoryMode.OFF_HEAP, 7, ReleaseBehaviour.THROWS),
            new BlockSpec(
                "s", BlockKind.SERIALIZED, 1, MemoryMode.OFF_HEAP, 0, ReleaseBehaviour.RETURNS)),
        new PoolSpec(2, 1),
        new PoolSpec(7, 3),
        1,
        Set.of(),
        Set.of(),
        new TreeSet<>(),
        2);
  }
}
