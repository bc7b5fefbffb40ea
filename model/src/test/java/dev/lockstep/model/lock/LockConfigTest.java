package dev.lockstep.model.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.ConfigFile;
import dev.lockstep.model.InvalidConstantException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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
      assertThat(checks).doesNotContain("R8TurnInv", "R8OldestProp");
    }
    if (constants.deferredRelease() || !constants.releases().putting().isEmpty()) {
      assertThat(checks).doesNotContain("R4SpaceInv");
    }
    if (constants.keeps(Mechanism.PinToScan)) {
      assertThat(checks).doesNotContain("S4ScanInv");
    }
    if (callers.stoppers().isEmpty()) {
      assertThat(checks).doesNotContainAnyElementsOf(OF_STOPS);
    }
    if (callers.readers().isEmpty()) {
      assertThat(checks).doesNotContainAnyElementsOf(OF_READERS);
    }
    if (callers.removers().isEmpty()) {
      assertThat(checks).doesNotContain("RemovesEndLive");
    }
    if (callers.askers().isEmpty()) {
      assertThat(checks).doesNotContainAnyElementsOf(OF_ASKERS);
    }
    if (callers.enders().isEmpty()) {
      assertThat(checks).doesNotContainAnyElementsOf(OF_ENDERS);
    }
    assertThat(checks).isNotEmpty().doesNotHaveDuplicates();
  }

  private static final List<String> OF_STOPS =
      List.of(
          "R13StoppedInv", "R13LostProp", "R13WakesProp", "StopsEndLive", "NeverReleasesPinned");
  private static final List<String> OF_READERS =
      List.of("R11PinnedInv", "R11TouchProp", "R5PinnedProp", "ReadersOrWriterInv", "ReadsEndLive");
  private static final List<String> OF_ASKERS =
      List.of(
          "R12TakesProp",
          "R12ReclaimProp",
          "R12AskProp",
          "AsksEndLive",
          "AsksEndUndisturbedLive",
          "HoldersEndLive");
  private static final List<String> OF_ENDERS = List.of("R11EndProp", "EndsEndLive");

  /** What a put, an eviction or a removal can break, with whatever else there is in a config. */
  private static final List<String> OF_ANY_CALL =
      List.of(
          "ContractBytesInv",
          "ContractReleasesInv",
          "EngineLockInv",
          "EnteredInv",
          "EntriesHeldInv",
          "EntriesLockProp",
          "LocksHeldInv",
          "MonitorInv",
          "NoDeadlockInv",
          "NobodyForgottenLive",
          "PutsEndLive",
          "R11LocksProp",
          "R3AccountingInv",
          "R3MonitorProp",
          "R4EnoughProp",
          "R4LookedUpProp",
          "R4OneOrderInv",
          "R4SpaceInv",
          "R4TriedProp",
          "R5OnceInv",
          "R5ReleaseInv",
          "R6BytesInv",
          "R7FatalProp",
          "R7PutProp",
          "R8MonitorInv",
          "R8OldestProp",
          "R8TurnInv",
          "RemovesEndLive",
          "S4ScanInv",
          "VictimsReleasedLive");

  /** So that a new property is thought of here: what could break it? */
  @Test
  void eachPropertyOfTheSpecificationIsKnownHere() throws IOException {
    Pattern defined = Pattern.compile("(?m)^([A-Z]\\w*(?:Inv|Prop|Live)) ==");
    List<String> properties = new ArrayList<>();
    for (String module : List.of("MemoryStoreProperties", "MemoryStoreRefinement")) {
      String text = Files.readString(LockSpecs.SPEC.resolve(module + ".tla"));
      defined.matcher(text).results().forEach(name -> properties.add(name.group(1)));
    }
    List<String> known = new ArrayList<>(OF_ANY_CALL);
    Stream.of(OF_STOPS, OF_READERS, OF_ASKERS, OF_ENDERS).forEach(known::addAll);
    known.remove("NeverReleasesPinned"); // A claim of the wrapper's, not a rule.
    assertThat(properties).containsExactlyInAnyOrderElementsOf(known);
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
