package dev.lockstep.model.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.ConfigFile;
import dev.lockstep.model.InvalidConstantException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LockConfigTest {
  @TempDir private Path folder;

  @Test
  void readsTheConstantsThatTlcReads() {
    LockConfig config = LockSpecs.config("Hole8FellowVictim");
    LockConstants constants = config.constants();
    assertThat(config.name()).isEqualTo("MCMemoryStoreHole8FellowVictim");
    assertThat(constants.blocks()).startsWith("n1").doesNotHaveDuplicates();
    assertThat(constants.releases().removing()).isNotEmpty();
    assertThat(constants.natives()).contains(constants.releases().inner());
    assertThat(constants.keeps(Mechanism.NoWaitInRelease)).isFalse();
    assertThat(constants.without()).isEqualTo(Set.of(Mechanism.NoWaitInRelease));
    assertThat(config.checks()).contains("NoDeadlockInv");
  }

  @Test
  void tellsTheLevelsApart() throws IOException {
    Path contract = LockSpecs.SPEC.resolve("MCEvictionContractTiny.cfg");
    assertThat(LockConfig.isOne(ConfigFile.read(contract))).isFalse();
    assertThat(LockConfig.isOne(ConfigFile.read(LockSpecs.file("Two")))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Region = 1           | Region = 2              | Region: must be at least 0 and less than",
        "Inner = \"\"         | Inner = \"n9\"          | Inner: must be a native block or empty",
        "Inner = \"\"         | Inner = n1              | Inner must be a string",
        "Without = {}         | Without = {\"Wakeup\"}  | Without has no mechanism Wakeup",
        "Tasks = {1, 2}       | Tasks = {1, 3}          | Tasks: must be 1..n, was [1, 3]",
        "Stoppers = {}        | Stoppers = {3}          | Stoppers: has task 3, there are 1..2",
        "Size2 = {}           | Size2 = {\"x\"}         | Size2: has x, which is no such block",
        "DeferredRelease = FALSE | DeferredRelease = 0  | DeferredRelease must be TRUE or FALSE",
        "StorageMax = 2       | StorageMax = 200        | StorageMax: must be at most 60",
        "Demand = 0           |                         | constant Demand is missing"
      })
  void saysWhatIsWrong(String from, String to, String message) {
    assertThatThrownBy(
            () -> LockSpecs.edited("Two", from, to == null ? "" : to, folder).constants())
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageContaining("Edited.cfg: ")
        .hasMessageContaining(message);
  }

  /** A check that nothing in the config could break proves nothing. */
  @ParameterizedTest
  @MethodSource("configs")
  void checksOnlyWhatCouldBreakThere(String name) {
    LockConfig config = LockSpecs.config(name);
    LockConstants constants = config.constants();
    LockConstants.Callers callers = constants.callers();
    List<String> checks = config.checks();
    if (!constants.deferredRelease()) {
      assertThat(checks).doesNotContain("R8TurnInv");
    }
    if (constants.deferredRelease() || !constants.releases().putting().isEmpty()) {
      assertThat(checks).doesNotContain("R4SpaceInv");
    }
    if (constants.keeps(Mechanism.PinToScan)) {
      assertThat(checks).doesNotContain("S4ScanInv");
    }
    if (callers.stoppers().isEmpty()) {
      assertThat(checks).doesNotContain("R13StoppedInv", "StopsEndLive", "NeverReleasesPinned");
    }
    if (callers.readers().isEmpty()) {
      assertThat(checks).doesNotContain("R11PinnedInv", "R5PinnedProp", "ReadersOrWriterInv");
    }
    if (callers.removers().isEmpty()) {
      assertThat(checks).doesNotContain("RemovesEndLive");
    }
    if (callers.askers().isEmpty()) {
      assertThat(checks).doesNotContain("AsksEndLive", "AsksEndUndisturbedLive");
    }
    assertThat(checks).isNotEmpty().doesNotHaveDuplicates();
  }

  static Stream<String> configs() throws IOException {
    String prefix = "MCMemoryStore";
    try (Stream<Path> files = Files.list(LockSpecs.SPEC)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(prefix + "(?!Proof).*[.]cfg"))
          .map(name -> name.substring(prefix.length(), name.length() - ".cfg".length()))
          .sorted()
          .toList()
          .stream();
    }
  }
}
