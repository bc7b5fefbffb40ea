package dev.lockstep.model.tlc.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantFinderTest {
  private static final String TOY =
      """
      ---- MODULE Toy ----
      EXTENDS Integers, Sequences
      VARIABLES x, log
      Said(word) == log' = word
      Grow(n) ==
        /\\ x < 3 /\\ n > 0
        /\\ \\/ x' = x + n
           \\/ x' = IF x = 1 THEN 3 ELSE x
        /\\ Said("grow")
      Reset == x > 5 /\\ x' = 0 /\\ UNCHANGED log
      Init == x = 0 /\\ log = ""
      Next == (\\E n \\in 1..2 : Grow(n)) \\/ Reset
      Spec == Init /\\ [][Next]_<<x, log>>
      SmallInv == x < 5
      ====
      """;

  @TempDir private Path folder;

  private List<SpecMutant> toy() throws Exception {
    Files.writeString(folder.resolve("Toy.tla"), TOY);
    return MutantFinder.find(folder, SpecTree.read(folder, "Toy"), "Toy");
  }

  @Test
  void guardsEffectsChoicesAndConditionsAreFound() throws Exception {
    assertThat(toy().stream().map(m -> m.key() + " => " + m.instead()))
        .containsExactly(
            "Toy/Said/effect/log' = word => log' = log",
            "Toy/Grow/guard/x < 3 => TRUE",
            "Toy/Grow/guard/n > 0 => TRUE",
            "Toy/Grow/effect/x' = x + n => x' = x",
            "Toy/Grow/choice/x' = x + n => FALSE",
            "Toy/Grow/effect/x' = IF x = 1 THEN 3 ELSE x => x' = x",
            "Toy/Grow/choice/x' = IF x = 1 THEN 3 ELSE x => FALSE",
            "Toy/Grow/holds/x = 1 => TRUE",
            "Toy/Grow/fails/x = 1 => FALSE",
            "Toy/Grow/effect/Said(\"grow\") => UNCHANGED <<log>>",
            "Toy/Reset/guard/x > 5 => TRUE",
            "Toy/Reset/effect/x' = 0 => x' = x");
    assertThat(toy().get(0).actions()).containsExactly("Grow");
  }

  @Test
  void unlockOfTheContractHasThreePieces() throws Exception {
    Path spec = Path.of("../spec");
    List<SpecMutant> all =
        MutantFinder.find(spec, SpecTree.read(spec, "MCEvictionContract"), "EvictionContract");

    assertThat(all.stream().filter(m -> m.definition().equals("Unlock")).map(SpecMutant::instead))
        .containsExactly("TRUE", "locks' = locks", "UNCHANGED <<outcome>>");
    assertThat(all.stream().filter(m -> m.definition().equals("DropNow")).map(SpecMutant::dropped))
        .contains("!.used[Mode(b)] = @ - Size(b)");
    assertThat(all).extracting(SpecMutant::key).doesNotHaveDuplicates();
    assertThat(all).extracting(SpecMutant::definition).doesNotContain("Init", "Next", "Size");
  }

  @Test
  void whatFollowsADroppedPieceKeepsItsColumn() throws Exception {
    SpecMutant guard =
        toy().stream().filter(m -> m.dropped().equals("x < 3")).findFirst().orElseThrow();
    SpecMutant effect =
        toy().stream().filter(m -> m.dropped().startsWith("Said")).findFirst().orElseThrow();
    List<String> lines = TOY.lines().toList();

    assertThat(guard.text(lines)).contains("  /\\ TRUE  /\\ n > 0").hasSameSizeAs(lines);
    assertThat(effect.text(lines)).contains("  /\\ UNCHANGED <<log>>");
    assertThat(new TextSpan(1, 1, 1, 2).replaced(List.of("ab /\\ c"), "longer"))
        .containsExactly("longer", "   /\\ c");
  }

  @Test
  void oneRunOfTheSpecificationAsItIsShowsWhatMatters() throws Exception {
    List<SpecMutant> mutants = toy();
    WatchedSpec watched = new WatchedSpec(mutants);
    watched.write(folder, folder);
    Path cfg =
        Files.writeString(folder.resolve("Toy.cfg"), "SPECIFICATION Spec\nINVARIANT SmallInv\n");
    try (TlcSession session = new TlcSession(1024)) {
      TlcOptions options = TlcOptions.of(folder.resolve("Toy.tla"), cfg);
      TlcResult result = session.run(options, 1000, watched.registers()).result();
      assertThat(result)
          .isInstanceOfSatisfying(
              TlcResult.Holds.class, holds -> assertThat(holds.stats().distinct()).isEqualTo(6));
      Set<Integer> set = session.registersSet();
      assertThat(
              mutants.stream()
                  .filter(m -> !watched.matters(m, set))
                  .map(SpecMutant::key)
                  .collect(Collectors.toList()))
          .containsExactly("Toy/Grow/guard/n > 0", "Toy/Reset/effect/x' = 0");
    }
  }

  @Test
  void aModuleThatSanyRefusesIsNamed() throws Exception {
    Files.writeString(folder.resolve("Toy.tla"), TOY.replace("x < 3", "y < 3"));

    assertThatThrownBy(() -> SpecTree.read(folder, "Toy"))
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining("SANY does not take Toy")
        .hasMessageContaining("Unknown operator: `y'");
  }

  @Test
  void textOfADefinitionHasWhatItSubstitutes() throws Exception {
    Files.writeString(folder.resolve("Toy.tla"), TOY);
    assertThat(use("0").textOf(List.of("Small"))).isEqualTo(use("0").textOf(List.of("Small")));
    assertThat(use("0").textOf(List.of("Small"))).isNotEqualTo(use("1").textOf(List.of("Small")));
    assertThat(use("0").textOf(List.of("Other"))).isEqualTo(use("1").textOf(List.of("Other")));
  }

  private SpecTree use(String substitute) throws Exception {
    Files.writeString(folder.resolve("Other.tla"), "---- MODULE Other ----\nOther == TRUE\n====\n");
    Files.writeString(
        folder.resolve("Use.tla"),
        """
        ---- MODULE Use ----
        EXTENDS Other
        VARIABLE log
        Twin == INSTANCE Toy WITH x <- %s
        Small == Twin!SmallInv
        ====
        """
            .formatted(substitute));
    return SpecTree.read(folder, "Use");
  }
}
