package dev.lockstep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadSpecTest {

  @ParameterizedTest
  @CsvSource({
    "tasks, 0",
    "tasks, 17",
    "tasks, many",
    "blocks, 0",
    "sizeMin, 5",
    "sizeMin, -1",
    "poolSize, 0",
    "regionShare, 1",
    "regionShare, -0.1",
    "mode, HEAP",
    "nativeShare, 1.01",
    "deserializedShare, 0.6",
    "owners, -1",
    "executionShare, NaN",
    "demand, 126",
    "removeShare, 2",
    "operationsPerAttempt, 0",
    "thinkMicros, -1",
    "holdMicros, 1.5",
    "computeMicros, -1",
    "skew, -1",
    "colour, blue",
  })
  void aWrongValueIsRefusedByTheNameOfItsField(String field, String value) {
    assertThatThrownBy(() -> WorkloadSpec.defaults().with(field, value))
        .isInstanceOfSatisfying(
            InvalidConstantException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  @Test
  void aParameterCanBeSetByName() {
    WorkloadSpec spec =
        WorkloadSpec.defaults().with("tasks", "3").with("mode", "ON_HEAP").with("skew", 1.5);
    assertThat(spec.tasks()).isEqualTo(3);
    assertThat(spec.mode()).isEqualTo(MemoryMode.ON_HEAP);
    assertThat(spec.skew()).isEqualTo(1.5);
    assertThat(spec.with("tasks", 4).with("mode", MemoryMode.OFF_HEAP).with("skew", 1.0))
        .isEqualTo(WorkloadSpec.defaults());
  }

  @Test
  void executionMemoryMakesAPartDivisibleByEveryNumberOfTasks() {
    WorkloadSpec spec = WorkloadSpec.defaults().with("tasks", 6);
    assertThat(spec.unitsPerPart()).isEqualTo(1);
    assertThat(spec.with("executionShare", 0.1).unitsPerPart()).isEqualTo(60);
  }

  @Test
  void aMemoryBeyondTheRangeOfIntIsRefused() {
    WorkloadSpec spec = WorkloadSpec.defaults().with("tasks", 16).with("poolSize", 10_000);
    assertThatThrownBy(() -> spec.with("executionShare", 0.1))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageContaining("7207200000");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Workloads.byName("zip"))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessage("must be one of scan, uniform, zipf, was zip");
    assertThatThrownBy(() -> Policies.byName("lru"))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessage("must be one of unified-lru, was lru");
    assertThat(Workloads.names())
        .allSatisfy(n -> assertThat(Workloads.byName(n).name()).isEqualTo(n));
  }

  @Test
  void thePopulationHasTheSharesThatWereAskedFor() {
    WorkloadSpec spec =
        WorkloadSpec.defaults()
            .with("blocks", 200)
            .with("nativeShare", 0.25)
            .with("deserializedShare", 0.5)
            .with("owners", 3)
            .with("executionShare", 0.1);
    Constants constants = new Population(spec, new SplittableRandom(1)).constants();
    assertThat(constants.blocks()).hasSize(200);
    assertThat(constants.blocks().stream().filter(b -> b.kind() == BlockKind.NATIVE)).hasSize(50);
    assertThat(constants.blocks().stream().filter(b -> b.kind() == BlockKind.DESERIALIZED))
        .hasSize(100)
        .allMatch(b -> b.mode() == MemoryMode.ON_HEAP && b.id().startsWith("d"));
    assertThat(constants.blocks().stream().map(BlockSpec::size).distinct())
        .containsExactlyInAnyOrder(12, 24, 36, 48);
    assertThat(constants.blocks().stream().map(BlockSpec::owner).distinct())
        .containsExactly(1, 2, 3);
    assertThat(constants.declares("n50")).isTrue();
    assertThat(constants.declares("n51")).isFalse();
  }
}
