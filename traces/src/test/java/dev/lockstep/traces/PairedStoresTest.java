package dev.lockstep.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Model;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.explore.StateGraph;
import org.junit.jupiter.api.Test;

/** Two stores side by side are as one where they are alike, and part where they are not. */
class PairedStoresTest {
  private final Model model = new ContractModel(TestConstants.of("Tiny"));
  private final StateGraph graph = StateExplorer.graphOf(model);

  @Test
  void alikeStoresAreAsOne() {
    assertThat(cover(ModelStore.factory(), ModelStore.factory()).conforms()).isTrue();
  }

  @Test
  void differenceOfTheFirstIsFoundWithTheRuleOfItsField() {
    CoverReplay.Diverged found =
        cover(WrongStores.doubleRelease(), ModelStore.factory()).divergences().get(0);

    assertThat(found.divergence().rule()).isEqualTo("R5");
    Divergence parted = parted(WrongStores.doubleRelease(), ModelStore.factory(), found);
    assertThat(parted.field()).isEqualTo("releases");
    assertThat(parted.step()).isEqualTo(found.actions().size() - 1);
    assertThat(parted.actual().length()).isGreaterThan(parted.expected().length());
  }

  @Test
  void differenceOfTheSecondIsFoundToo() {
    CoverReplay.Diverged found =
        cover(ModelStore.factory(), WrongStores.answersRefusedGets()).divergences().get(0);

    assertThat(found.divergence().rule()).isEqualTo("R9");
    Divergence parted = parted(ModelStore.factory(), WrongStores.answersRefusedGets(), found);
    assertThat(parted.field()).isEqualTo("result");
    assertThat(parted.expected()).startsWith("HIT");
  }

  @Test
  void whatBothDoIsNoDifferenceThoughTheModelDoesSomethingElse() {
    CoverReplay.Diverged found =
        cover(WrongStores.doubleRelease(), WrongStores.doubleRelease()).divergences().get(0);

    PairedStores.Pair pair =
        new PairedStores(WrongStores.doubleRelease(), WrongStores.doubleRelease())
            .create(model.constants());
    found.actions().forEach(pair::apply);
    pair.finish();
    assertThat(pair.parted()).isEmpty();
    pair.close();
  }

  @Test
  void whatOneLosesInTheEndIsADifference() {
    PairedStores.Pair pair =
        new PairedStores(WrongStores.leaking(), ModelStore.factory()).create(model.constants());
    pair.finish();

    assertThat(pair.parted()).map(Divergence::rule).contains("R5");
    pair.close();
  }

  private CoverReplay.Report cover(StoreUnderTest.Factory one, StoreUnderTest.Factory other) {
    return new CoverReplay(model, graph, new PairedStores(one, other)).replay(edges -> {});
  }

  private Divergence parted(
      StoreUnderTest.Factory one, StoreUnderTest.Factory other, CoverReplay.Diverged found) {
    PairedStores.Pair pair = new PairedStores(one, other).create(model.constants());
    found.actions().forEach(pair::apply);
    Divergence parted = pair.parted().orElseThrow();
    pair.close();
    return parted;
  }
}
