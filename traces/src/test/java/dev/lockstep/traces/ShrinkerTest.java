package dev.lockstep.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Model;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private final Model model = new ContractModel(TestConstants.of("Kinds"));

  @Test
  void onlyWhatIsNeededIsLeftAndItIsSimple() {
    List<Action> actions = new ArrayList<>(new RandomActions(model).sequence(7, 200));
    actions.add(100, new Action.TaskEnd(2));

    Shrinker.Shrunk shrunk =
        new Shrinker(model, 1000)
            .shrink(actions, some -> some.stream().anyMatch(a -> a instanceof Action.TaskEnd));

    assertThat(shrunk.actions()).containsExactly(new Action.TaskEnd(1));
    assertThat(shrunk.complete()).isTrue();
    assertThat(shrunk.attempts()).isLessThan(200);
  }

  @Test
  void theSameCallsShrinkToTheSame() {
    List<Action> actions = new RandomActions(model).sequence(3, 120);
    Shrinker shrinker = new Shrinker(model, 500);

    assertThat(shrinker.shrink(actions, ShrinkerTest::putsTwoKinds))
        .isEqualTo(shrinker.shrink(actions, ShrinkerTest::putsTwoKinds));
  }

  private static boolean putsTwoKinds(List<Action> actions) {
    return actions.stream().anyMatch(a -> a instanceof Action.PutDeserialized)
        && actions.stream().anyMatch(a -> a instanceof Action.PutSerialized);
  }

  @Test
  void attemptsAreBounded() {
    List<Action> actions = new RandomActions(model).sequence(5, 300);
    Shrinker.Shrunk shrunk = new Shrinker(model, 3).shrink(actions, some -> some.size() > 290);

    assertThat(shrunk.attempts()).isEqualTo(3);
    assertThat(shrunk.complete()).isFalse();
  }

  @Test
  void candidatesBeyondTheBoundsAreNotAskedAbout() {
    List<Action> actions =
        List.of(
            new Action.PutNative(1, "n1"),
            new Action.Pin(1, "n1"),
            new Action.Unlock(1, "n1"),
            new Action.Pin(1, "n1"));
    List<List<Action>> asked = new ArrayList<>();
    new Shrinker(model, 100)
        .shrink(
            actions,
            some -> {
              asked.add(some);
              return false;
            });

    assertThat(asked)
        .isNotEmpty()
        .doesNotContain(List.of(actions.get(0), actions.get(1), actions.get(3)));
  }

  @Test
  void aSmallerAmountIsTried() {
    Model execution = new ContractModel(TestConstants.of("Execution"));
    int least = execution.constants().demands().first();
    int most = execution.constants().demands().last();
    List<Action> actions =
        List.of(new Action.AcquireExecution(2, dev.lockstep.model.MemoryMode.ON_HEAP, most));

    assertThat(new Shrinker(execution, 100).shrink(actions, some -> !some.isEmpty()).actions())
        .containsExactly(
            new Action.AcquireExecution(1, dev.lockstep.model.MemoryMode.ON_HEAP, least));
  }
}
