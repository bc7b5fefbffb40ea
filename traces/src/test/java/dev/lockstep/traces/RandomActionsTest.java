package dev.lockstep.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Model;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RandomActionsTest {
  /** Constants of its own, so that a change of a config does not move the golden hash. */
  private static final Constants FIXED =
      new Constants(
          2,
          List.of(
              block("n1", BlockKind.NATIVE, 2),
              block("n2", BlockKind.NATIVE, 2),
              block("s1", BlockKind.SERIALIZED, 2),
              block("d1", BlockKind.DESERIALIZED, 4)),
          new PoolSpec(8, 2),
          new PoolSpec(0, 0),
          2,
          Set.of(MemoryMode.ON_HEAP),
          Set.of(MemoryMode.ON_HEAP),
          new TreeSet<>(Set.of(2, 4)),
          1);

  private static BlockSpec block(String id, BlockKind kind, int size) {
    return new BlockSpec(
        id, kind, size, MemoryMode.ON_HEAP, BlockSpec.NO_OWNER, ReleaseBehaviour.RETURNS);
  }

  private final Model model = new ContractModel(FIXED);

  @Test
  void aSeedGivesTheSameCallsOnAnyJdk() {
    List<Action> actions = new RandomActions(model).sequence(42, 1000);

    assertThat(actions.toString().hashCode()).isEqualTo(GOLDEN);
    assertThat(new RandomActions(model).sequence(42, 1000)).isEqualTo(actions);
    assertThat(new RandomActions(model).sequence(43, 1000)).isNotEqualTo(actions);
  }

  private static final int GOLDEN = -76721700;

  @Test
  void aLongerSequenceBeginsWithTheShorter() {
    RandomActions random = new RandomActions(model);

    assertThat(random.sequence(1, 100).subList(0, 50)).isEqualTo(random.sequence(1, 50));
  }

  @Test
  void everyCallIsOneThatTheModelAnswersAndMemoryFillsUp() {
    List<Action> actions = new RandomActions(model).sequence(9, 5000);
    List<Trace.TraceStep> steps = TraceRecorder.steps(FIXED, actions);
    long evictions =
        steps.stream()
            .filter(s -> s.action() instanceof Action.Put || s.action() instanceof Action.OnMode)
            .filter(s -> !s.observed().departures().isEmpty())
            .count();

    assertThat(evictions).isGreaterThan(300);
    assertThat(new Replayer(model, ModelStore.factory()).replay(actions)).isEmpty();
  }

  @Test
  void allRulesButTheDriversAreExercised() {
    RuleCoverage coverage = new RuleCoverage();
    for (String config : List.of("Execution", "Fatal", "Kinds", "Modes")) {
      Model of = new ContractModel(TestConstants.of(config));
      dev.lockstep.model.StoreState state = of.initialStates().get(0);
      StepComparison comparison = new StepComparison(of);
      for (Action action : new RandomActions(of).sequence(1, 2000)) {
        coverage.count(of, state, action);
        state = comparison.expected(state, action).after();
      }
    }

    assertThat(coverage.notExercised()).containsExactly("R10");
  }
}
