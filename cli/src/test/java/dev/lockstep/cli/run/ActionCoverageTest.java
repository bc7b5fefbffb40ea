package dev.lockstep.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a run of configs leaves out. */
class ActionCoverageTest {
  private static ActionCoverage twoConfigs(long scans) {
    ActionCoverage coverage = new ActionCoverage();
    coverage.add("MCMemoryStore", "Two", new TreeMap<>(Map.of("Put", 7L, "Scan", 0L)));
    coverage.add("MCMemoryStore", "NoPin", new TreeMap<>(Map.of("Put", 2L, "Scan", scans)));
    return coverage;
  }

  @Test
  void anActionThatOneConfigTakesIsCovered() {
    assertThat(twoConfigs(1).neverTaken()).isEmpty();
    assertThat(twoConfigs(1).json().get("MCMemoryStore")).isEqualTo(Map.of("Put", 9L, "Scan", 1L));
  }

  @Test
  void anActionThatNoConfigTakesIsNot() {
    assertThat(twoConfigs(0).neverTaken()).containsExactly("MCMemoryStore: Scan");
  }

  @Test
  void anotherModuleDoesNotCoverIt() {
    ActionCoverage coverage = twoConfigs(0);
    coverage.add("MCRivalTwoStores", "Keeps", new TreeMap<>(Map.of("Scan", 5L)));
    assertThat(coverage.neverTaken()).containsExactly("MCMemoryStore: Scan");
  }

  @Test
  void theTableNamesWhatAConfigLeavesOut() {
    assertThat(twoConfigs(3).lines())
        .containsExactly(
            "coverage of MCMemoryStore: 2 actions in 2 configs",
            "  Put                                 9 edges in 2 configs",
            "  Scan                                3 edges in 1 config",
            "  Two: takes 1 of 2, never Scan",
            "  NoPin: takes 2 of 2");
  }
}
