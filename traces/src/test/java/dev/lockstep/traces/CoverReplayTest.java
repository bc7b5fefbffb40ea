package dev.lockstep.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Model;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.explore.StateGraph;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CoverReplayTest {
  private final Model model = new ContractModel(TestConstants.of("Tiny"));
  private final StateGraph graph = StateExplorer.graphOf(model);

  @Test
  void everyEdgeOfTheGraphIsReplayedOnASoundStore() {
    AtomicInteger last = new AtomicInteger();
    CoverReplay.Report report =
        new CoverReplay(model, graph, ModelStore.factory()).replay(last::set);

    assertThat(report.divergences()).isEmpty();
    assertThat(report.replayed()).isEqualTo(report.edges()).isEqualTo(graph.edgeCount());
    assertThat(report.conforms()).isTrue();
    assertThat(report.steps()).isGreaterThanOrEqualTo(report.edges());
    assertThat(report.refusals()).isPositive();
    assertThat(last).hasValue(graph.edgeCount());
  }

  @Test
  void refusalsAreTriedOnceInEachState() {
    Refusals refusals = new Refusals(model);
    long expected = 0;
    long leftOut = 0;
    for (int s = 0; s < graph.stateCount(); s++) {
      expected += refusals.in(graph.state(s)).size();
      leftOut += refusals.leftOutIn(graph.state(s)).size();
    }
    CoverReplay.Report report =
        new CoverReplay(model, graph, ModelStore.factory(), 50).replay(edges -> {});

    assertThat(report.refusals()).isEqualTo(expected);
    assertThat(report.refusalsLeftOut()).isEqualTo(leftOut);
    assertThat(report.walks()).isGreaterThan(1);
    assertThat(report.replayed()).isEqualTo(graph.edgeCount());
  }

  @Test
  void everyRuleButThoseOutOfReachIsExercised() {
    CoverReplay.Report report =
        new CoverReplay(model, graph, ModelStore.factory()).replay(edges -> {});

    assertThat(report.coverage().notExercised()).containsExactly("R10", "R12");
    assertThat(report.coverage().counts()).containsOnlyKeys(RuleCoverage.RULES);
  }

  @Test
  void aWrongStoreDivergesWithTheCallsThatShowIt() {
    CoverReplay.Report report =
        new CoverReplay(model, graph, WrongStores.doubleRelease()).replay(edges -> {});

    CoverReplay.Diverged first = report.divergences().get(0);
    assertThat(report.conforms()).isFalse();
    assertThat(report.divergences()).hasSizeLessThanOrEqualTo(10);
    assertThat(first.divergence().rule()).isEqualTo("R5");
    assertThat(first.divergence().step()).isEqualTo(first.actions().size() - 1);
    assertThat(new Replayer(model, WrongStores.doubleRelease()).replay(first.actions()))
        .contains(first.divergence());
  }

  @Test
  void aRefusalThatIsAnsweredDiverges() {
    CoverReplay.Report report =
        new CoverReplay(model, graph, WrongStores.answersRefusedGets()).replay(edges -> {});

    Divergence first = report.divergences().get(0).divergence();
    assertThat(first.rule()).isEqualTo("R9");
    assertThat(first.action()).isInstanceOf(Action.Get.class);
  }

  @Test
  void whatIsLostAtTheEndDiverges() {
    CoverReplay.Report report =
        new CoverReplay(model, graph, WrongStores.leaking()).replay(edges -> {});

    assertThat(report.divergences()).isNotEmpty();
    assertThat(report.conforms()).isFalse();
    assertThat(report.divergences().get(0).divergence().actual()).isEqualTo("n1 leaks");
  }

  @Test
  void theDivergenceShrinksToItsCore() {
    CoverReplay.Report report =
        new CoverReplay(model, graph, WrongStores.doubleRelease()).replay(edges -> {});
    Replayer replayer = new Replayer(model, WrongStores.doubleRelease());
    Shrinker.Shrunk shrunk =
        new Shrinker(model, 10_000)
            .shrink(
                report.divergences().get(0).actions(),
                actions -> replayer.replay(actions).map(d -> d.rule().equals("R5")).orElse(false));

    assertThat(shrunk.actions()).hasSize(3).last().isEqualTo(new Action.PutSerialized(1, "s1"));
    assertThat(shrunk.actions()).containsAll(List.of(new Action.PutNative(1, "n1")));
    assertThat(shrunk.complete()).isTrue();
  }
}
