package dev.lockstep.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.store.StoreLayout;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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
    assertThatThrownBy(() -> Workloads.byName("zipf", Map.of(field, value)))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageStartingWith(field + ": ")
        .extracting(e -> ((InvalidConstantException) e).field())
        .isEqualTo("--set");
  }

  /** A table counts its own blocks, and is its own owner. */
  @ParameterizedTest
  @CsvSource({"tables, blocks, 5", "tables, owners, 0", "scan, skew, 2", "uniform, skew, 2"})
  void aSettingWithoutEffectIsRefused(String workload, String field, String value) {
    assertThatThrownBy(() -> Workloads.byName(workload, Map.of(field, value)))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageStartingWith(field + ": has no effect");
  }

  @Test
  void aFieldAtTheTopReachesEveryPartThatDoesNotSayOtherwise() {
    WorkloadSpec spec =
        Workloads.byName("tables-and-blocks", Map.of("mode", "ON_HEAP", "sizeMax", "1"));
    StoreLayout layout = spec.open(new SplittableRandom(1)).layout();
    assertThat(IntStream.range(0, layout.blocks()).map(layout::mode)).containsOnly(0);
    assertThat(IntStream.range(0, layout.blocks()).map(layout::size)).containsOnly(1);
    assertThat(IntStream.range(0, layout.blocks()).filter(layout::isNative).count()).isEqualTo(96);
  }

  @Test
  void executionMemoryMakesAPartDivisibleByEveryNumberOfTasks() {
    assertThat(Workloads.byName("zipf", Map.of("tasks", "6")).unitsPerPart()).isEqualTo(1);
    assertThat(
            Workloads.byName("zipf", Map.of("tasks", "6", "executionShare", "0.1")).unitsPerPart())
        .isEqualTo(60);
    assertThat(Workloads.byName("join").unitsPerPart()).isEqualTo(12);
  }

  @Test
  void sizesBeyondTheRangeOfIntAreRefused() {
    assertThatThrownBy(
            () ->
                Workloads.byName(
                    "zipf", Map.of("tasks", "16", "executionShare", "0.1", "sizeMax", "10000")))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageContaining("sizeMax: is too large for 16 tasks");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Workloads.byName("zip"))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageStartingWith("must be one of zipf, uniform, scan,")
        .hasMessageEndingWith("was zip");
    assertThatThrownBy(() -> Policies.byName("lru"))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageStartingWith("must be one of unified-lru,")
        .hasMessageEndingWith("was lru");
    assertThatThrownBy(() -> Policies.byName("x4-split:2"))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessage("must be between 0 and 1, was 2.0");
    assertThatThrownBy(() -> Policies.byName("unified-lru:0.5"))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageContaining("takes no number");
    assertThat(Workloads.names())
        .allSatisfy(n -> assertThat(Workloads.byName(n).name()).isEqualTo(n));
    assertThat(Policies.byName("x4-split:0.30").name()).isEqualTo("x4-split:0.3");
    assertThat(Policies.byName("x1-native-first:1.0").name()).isEqualTo("x1-native-first:1");
    assertThat(Policies.byName("x3-unmanaged:0.5").name()).isEqualTo("x3-unmanaged");
    assertThat(Policies.names())
        .allSatisfy(n -> assertThat(Policies.byName(n).name()).isEqualTo(n));
  }

  @Test
  void thePopulationHasTheSharesThatWereAskedFor() {
    WorkloadSpec spec =
        Workloads.byName(
            "zipf",
            Map.of(
                "blocks", "200",
                "nativeShare", "0.25",
                "deserializedShare", "0.5",
                "owners", "3",
                "executionShare", "0.1"));
    StoreLayout layout = spec.open(new SplittableRandom(1)).layout();
    assertThat(layout.blocks()).isEqualTo(200);
    assertThat(ofKind(layout, BlockKind.NATIVE)).hasSize(50);
    assertThat(ofKind(layout, BlockKind.DESERIALIZED))
        .hasSize(100)
        .allMatch(b -> layout.mode(b) == MemoryMode.ON_HEAP.ordinal());
    assertThat(IntStream.range(0, 200).map(layout::size).distinct())
        .containsExactlyInAnyOrder(12, 24, 36, 48);
    assertThat(IntStream.range(0, 200).map(layout::owner).distinct()).containsExactly(1, 2, 3);
  }

  private static java.util.List<Integer> ofKind(StoreLayout layout, BlockKind kind) {
    return IntStream.range(0, layout.blocks()).filter(b -> layout.kind(b) == kind).boxed().toList();
  }
}
