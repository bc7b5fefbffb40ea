package dev.lockstep.simulator.hunt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.hunt.HuntForWorstCase.Ended;
import dev.lockstep.simulator.hunt.HuntForWorstCase.Found;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.policy.PolicyStores;
import dev.lockstep.simulator.policy.UnifiedLru;
import dev.lockstep.traces.ModelStore;
import dev.lockstep.traces.Replayer;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuntForWorstCaseTest {
  private static final List<String> UNIVERSES =
      Universes.worstCases().stream().map(Universe::name).toList();

  /** Each rival's weakness, within a second or two here, in few steps. */
  @ParameterizedTest
  @CsvSource({
    "x1-native-first, native-inversion",
    "x1-blocks-first, jvm-inversion",
    "x1-native-first, overshrink",
    "x2-managed, native-inversion",
    "x4-split, refusal",
    "unified-lru-without-owners, thrash",
  })
  void theWeaknessOfARivalIsFoundAndShrunk(String policy, String goal) {
    for (long seed = 1; seed <= 3; seed++) {
      Found found = hunt(policy, goal, seed, 200_000, 2).found().orElseThrow();
      assertThat(found.actions()).hasSizeBetween(1, 15);
      assertThat(found.score()).isGreaterThanOrEqualTo(Goals.byName(goal).enough());
      // The shrunk calls do it by themselves, and not on unified LRU (where some thrash is).
      GenomeRun again = new GenomeRun(found.universe().constants(), Policies.byName(policy));
      GenomeRun.Outcome outcome = again.run(again.table().genome(found.actions()));
      assertThat(Goals.byName(goal).score(outcome)).isEqualTo(found.score());
      assertThat(outcome.made()).hasSize(found.actions().size());
      GenomeRun proposal = new GenomeRun(found.universe().constants(), new UnifiedLru());
      GenomeRun.Outcome unified = proposal.run(proposal.table().genome(found.actions()));
      assertThat(Goals.byName(goal).score(unified)).isLessThan(found.score());
      if (!goal.equals("thrash")) {
        assertThat(Goals.byName(goal).score(unified)).isZero();
      }
    }
  }

  /** What the proposal promises: none of these is there to be found. */
  @ParameterizedTest
  @CsvSource({"inversion", "overshrink", "refusal"})
  void unifiedLruHasNone(String goal) {
    Ended ended = hunt("unified-lru", goal, 1, 30_000, 2);
    assertThat(ended.found()).isEmpty();
    assertThat(ended.evaluations()).isEqualTo(30_000);
  }

  @ParameterizedTest
  @CsvSource({
    "unified-lru, regret",
    "unified-lru, release-burst",
    "x2-managed, monitor-hold",
    "x1-native-first, inversion"
  })
  void theAnswerIsTheSameOnAnyNumberOfThreads(String policy, String goal) {
    Ended one = hunt(policy, goal, 5, 12_000, 1);
    assertThat(hunt(policy, goal, 5, 12_000, 1)).isEqualTo(one);
    assertThat(hunt(policy, goal, 5, 12_000, 3)).isEqualTo(one);
    assertThat(one.found()).isPresent();
    assertThat(hunt(policy, goal, 6, 12_000, 3)).isNotEqualTo(one);
  }

  /** Rounds that begin like a shorter hunt's go on from what it has found. */
  @Test
  void aLongerHuntFindsSomethingWorse() {
    long few = hunt("unified-lru", "regret", 2, 12_000, 2).found().orElseThrow().score();
    long more = hunt("unified-lru", "regret", 2, 60_000, 2).found().orElseThrow().score();
    assertThat(more).isGreaterThan(few);
  }

  /** The islands of a hunt have a rest that not all of them get. */
  @ParameterizedTest
  @ValueSource(longs = {1, 11, 100, 12_001})
  void noSequenceMoreIsTriedThanWasAskedFor(long sequences) {
    assertThat(hunt("unified-lru", "refusal", 1, sequences, 2).evaluations()).isEqualTo(sequences);
  }

  /** The best emigrates every round: it once filled the pool of its neighbour with copies. */
  @Test
  void anIslandsPoolAndItsMemoryOfStatesDoNotGrow() {
    List<IslandState> last = new ArrayList<>();
    try (ThreadedIslands islands = new ThreadedIslands(2)) {
      IslandRunner watched =
          tasks -> {
            last.clear();
            tasks.forEach(task -> last.add(task.state()));
            return islands.run(tasks);
          };
      new HuntForWorstCase(watched)
          .run(
              new WorstCaseSpec(
                  "unified-lru",
                  "regret",
                  List.of("table"),
                  1,
                  20,
                  new HuntBudget.Sequences(120_000)),
              (used, done, best) -> {});
    }
    assertThat(last)
        .hasSize(2)
        .allSatisfy(
            island -> {
              assertThat(island.pool()).hasSize(GenomePool.MAX);
              assertThat(island.pool().stream().map(one -> Arrays.toString(one.genome())))
                  .doesNotHaveDuplicates();
              assertThat(island.seen()).hasSize(1 << 16);
            });
  }

  /** Whatever order they come in. */
  @Test
  void aPoolKeepsTheBestAndNoneTwice() {
    GenomePool pool = new GenomePool(List.of());
    for (int i = 0; i < 300; i++) {
      int score = i * 7 % 100;
      pool.keep(new IslandState.Ranked(new int[] {score}, score, i));
      assertThat(pool.bestFirst()).hasSizeLessThanOrEqualTo(GenomePool.MAX);
    }
    assertThat(pool.bestFirst().stream().map(IslandState.Ranked::score))
        .containsExactlyElementsOf(
            LongStream.range(0, GenomePool.MAX).mapToObj(i -> 99 - i).toList());
  }

  @Test
  void aStateIsNewOnceUntilItIsForgotten() {
    SeenStates seen = new SeenStates(new int[0]);
    long state = 0x1234_5678_9ABC_DEF0L;
    assertThat(seen.add(state)).isTrue();
    assertThat(seen.add(state)).isFalse();
    assertThat(new SeenStates(seen.table()).add(state)).isFalse();
    assertThat(seen.add(state + (1L << 60))).isTrue();
    assertThat(seen.add(state)).isTrue();
  }

  @Test
  void aWorstCaseOfTheProposalIsATraceThatConforms() {
    Found found = hunt("unified-lru", "release-burst", 1, 12_000, 2).found().orElseThrow();
    assertThat(found.score()).isGreaterThanOrEqualTo(3);
    Trace trace =
        WorstCaseTrace.of("unified-lru", found.universe().constants(), found.actions(), 1);
    assertThat(trace.expect()).isEqualTo(new Trace.Expectation.Conforms());
    assertThat(
            new Replayer(new ContractModel(trace.constants()), ModelStore.factory())
                .replay(trace.actions()))
        .isEmpty();
  }

  @Test
  void aWorstCaseOfARivalIsATraceThatBreaksARuleThere() {
    Found found = hunt("x2-managed", "inversion", 1, 50_000, 2).found().orElseThrow();
    Trace trace = WorstCaseTrace.of("x2-managed", found.universe().constants(), found.actions(), 1);
    assertThat(trace.expect())
        .isEqualTo(new Trace.Expectation.Breaks("R4", "simulator+x2-managed"));
    assertThat(
            new Replayer(
                    new ContractModel(trace.constants()),
                    new PolicyStores(Policies.byName("x2-managed")))
                .replay(trace.actions()))
        .hasValueSatisfying(divergence -> assertThat(divergence.rule()).isEqualTo("R4"));
  }

  /** Without owners the calls are ones that the real store can make. */
  @Test
  void whatExistsOnTheRealStoreIsSaidInItsTerms() {
    String policy = "unified-lru-without-owners";
    Found found = hunt(policy, "thrash", 1, 60_000, 2).found().orElseThrow();
    Trace trace = WorstCaseTrace.of(policy, found.universe().constants(), found.actions(), 1);
    assertThat(trace.expect()).isEqualTo(new Trace.Expectation.Conforms());
    assertThat(
            new Replayer(new ContractModel(trace.constants()), ModelStore.factory())
                .replay(trace.actions()))
        .isEmpty();
    assertThat(trace.constants().blocks()).allMatch(b -> b.owner() == 0 || !b.kind().isNative());
  }

  /** As stock's bytes there is no native block left, and every call still has its twin. */
  @Test
  void aCopyIsSaidInTheTermsOfStock() {
    Universe table = Universes.byName("table");
    List<Action> calls =
        List.of(new Action.PutNative(1, "n1"), new Action.Pin(2, "n1"), new Action.Remove(1, "n1"));
    Trace trace = WorstCaseTrace.of("jvm-copy", table.constants(), calls, 1);
    assertThat(trace.actions())
        .containsExactly(
            new Action.PutSerialized(1, "n1"), new Action.Get(2, "n1"), new Action.Remove(1, "n1"));
    assertThat(trace.constants().blocks()).noneMatch(b -> b.kind().isNative());
  }

  @Test
  void anUnknownGoalIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Goals.byName("glory"))
        .isInstanceOf(InvalidConstantException.class)
        .hasMessageStartingWith("must be one of divergence, inversion,")
        .hasMessageEndingWith("was glory");
  }

  private static Ended hunt(String policy, String goal, long seed, long evaluations, int threads) {
    try (ThreadedIslands islands = new ThreadedIslands(threads)) {
      return new HuntForWorstCase(islands)
          .run(
              new WorstCaseSpec(
                  policy, goal, UNIVERSES, seed, 40, new HuntBudget.Sequences(evaluations)),
              (used, done, best) -> {});
    }
  }
}
