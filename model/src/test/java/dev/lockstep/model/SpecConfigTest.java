package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecConfigTest {
  private static final Path KINDS = Path.of("../spec/MCEvictionContractKinds.cfg");

  @TempDir private Path folder;

  @Test
  void readsTheConstantsThatTlcReads() throws IOException {
    SpecConfig config = SpecConfig.read(KINDS);
    assertThat(config.name()).isEqualTo("MCEvictionContractKinds");
    assertThat(config.constants().tasks()).isEqualTo(2);
    assertThat(config.constants().block("d1"))
        .isEqualTo(
            new BlockSpec(
                "d1", BlockKind.DESERIALIZED, 2, MemoryMode.ON_HEAP, 1, ReleaseBehaviour.RETURNS));
    assertThat(config.constants().block("n2").release()).isEqualTo(ReleaseBehaviour.THROWS);
    assertThat(config.constants().onHeap()).isEqualTo(new PoolSpec(4, 2));
    assertThat(config.invariants()).contains("R3AccountingInv");
    assertThat(config.properties()).contains("R5ReleaseProp");
  }

  @Test
  void readsWhetherReleasesAreDeferred() throws IOException {
    Path deferred = KINDS.resolveSibling("MCEvictionContractDeferred.cfg");
    assertThat(SpecConfig.read(KINDS).constants().deferredRelease()).isFalse();
    assertThat(SpecConfig.read(deferred).constants().deferredRelease()).isTrue();
    Path file = edited("DeferredRelease = FALSE", "DeferredRelease = false");
    assertThatThrownBy(() -> SpecConfig.read(file))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessage(file + ": DeferredRelease must be TRUE or FALSE");
  }

  @Test
  void namesAMissingConstant() throws IOException {
    Path file = edited("  UnrollThreshold = 1\n", "");
    assertThatThrownBy(() -> SpecConfig.read(file))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessage(file + ": constant UnrollThreshold is missing");
  }

  @Test
  void namesTheLineThatIsNoAssignment() throws IOException {
    Path file = edited("  LocksMax = 1\n", "  LocksMax 1\n");
    assertThatThrownBy(() -> SpecConfig.read(file))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageContaining("not an assignment: LocksMax 1");
  }

  @Test
  void refusesARegionThatLeavesNoExecutionMemory() throws IOException {
    Path file = edited("  OnHeapRegion = 2\n", "  OnHeapRegion = 4\n");
    assertThatThrownBy(() -> SpecConfig.read(file))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageContaining("onHeap.region: must be less than onHeap.max (4)");
  }

  private Path edited(String from, String to) throws IOException {
    String text = Files.readString(KINDS);
    assertThat(text).contains(from);
    return Files.writeString(folder.resolve("edited.cfg"), text.replace(from, to));
  }
}
