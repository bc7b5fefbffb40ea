package dev.lockstep.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.proof.ObligationResult.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseProofTest {

  @Test
  void eachObligationIsProved() {
    List<Obligation> heard = new ArrayList<>();

    List<ObligationResult> results = ReleaseProof.run(heard::add);

    assertThat(results).allSatisfy(r -> assertThat(r.verdict()).isEqualTo(Verdict.PROVED));
    assertThat(results).extracting(ObligationResult::obligation).isEqualTo(heard);
    int conjuncts = ReleaseProof.conjunctNames().size();
    assertThat(results).hasSize(conjuncts * (1 + ReleaseProof.actionNames().size()) + 1);
  }

  /** An assumption that nothing satisfies would prove everything. */
  @Test
  void eachActionCanBeTakenFromAStateOfTheInvariant() {
    assertThat(new ReleaseProof(EnumSet.noneOf(Mechanism.class), Set.of()).takeable())
        .isEqualTo(ReleaseProof.actionNames());
  }

  static Stream<Arguments> mechanisms() {
    return Stream.of(
        Arguments.of(Mechanism.TRY_LOCK, "Locks keeps PinInv"),
        Arguments.of(Mechanism.LEAVE_FIRST, "Drops keeps PlaceInv"),
        Arguments.of(Mechanism.RECHECK, "Drops keeps CountInv"),
        Arguments.of(Mechanism.CLOSED_AT_CLEAR, "PutStores keeps ClearInv"),
        Arguments.of(Mechanism.LOOK_AT_PUT, "PutStores keeps PlaceInv"));
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  void aMechanismLeftOutBreaksAnObligation(Mechanism mechanism, String broken) {
    assertThat(counterexamples(EnumSet.of(mechanism), Set.of())).contains(broken);
  }

  static Stream<Arguments> conjuncts() {
    return Stream.of(
        Arguments.of("CountInv", "ReleaseInductiveInv => R5ReleaseOnceInv"),
        Arguments.of("PlaceInv", "Drops keeps CountInv"),
        Arguments.of("OneEntryInv", "Drops keeps InfoInv"),
        Arguments.of("ClearInv", "ClearEnds keeps PlaceInv"),
        Arguments.of("LockInv", "Drops keeps PinInv"),
        Arguments.of("PinInv", "ReleaseInductiveInv => R5ReleaseOnceInv"));
  }

  @ParameterizedTest
  @MethodSource("conjuncts")
  void aConjunctLeftOutBreaksAnObligation(String conjunct, String broken) {
    assertThat(counterexamples(EnumSet.noneOf(Mechanism.class), Set.of(conjunct))).contains(broken);
  }

  private static List<String> counterexamples(Set<Mechanism> without, Set<String> left) {
    return new ReleaseProof(without, left)
        .prove(o -> {}).stream()
            .filter(r -> r.verdict() == Verdict.COUNTEREXAMPLE)
            .map(r -> r.obligation().toString())
            .toList();
  }
}
