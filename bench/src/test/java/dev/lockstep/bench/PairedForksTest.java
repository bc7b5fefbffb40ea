package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedForksTest {
  private static final Comparison GET = Comparison.ALL.get(1);
  private static final Comparison NATIVE = Comparison.ALL.get(3);

  @Test
  void forksRunInTheOrderAbba() {
    List<StoreVariant> order = new ArrayList<>();
    PairedForks.measure(
        List.of(GET),
        4,
        what -> {
          order.add(what.variant());
          return new ForkCost(1, 1, 1);
        },
        done -> {});
    StoreVariant a = StoreVariant.STOCK;
    StoreVariant b = StoreVariant.PATCHED;
    assertThat(order).containsExactly(a, b, b, a, a, b, b, a);
  }

  @Test
  void comparisonsTakeTurns() {
    List<Operation> order = new ArrayList<>();
    List<Integer> told = new ArrayList<>();
    PairedForks.measure(
        List.of(GET, NATIVE),
        2,
        what -> {
          order.add(((StoreCase) what).operation());
          return new ForkCost(1, 1, 1);
        },
        told::add);
    Operation serialized = Operation.PLAIN_PUT_EVICT;
    Operation natively = Operation.NATIVE_PUT_EVICT;
    assertThat(order)
        .containsExactly(
            Operation.GET,
            Operation.GET,
            serialized,
            natively,
            Operation.GET,
            Operation.GET,
            natively,
            serialized);
    assertThat(told).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void speedsStayWithTheirSideAndTheRatioIsCandidateToBaseline() {
    List<Measured> measured =
        PairedForks.measure(
            List.of(GET),
            4,
            what ->
                new ForkCost(what.variant() == StoreVariant.STOCK ? 200 : 100, what.threads(), 8),
            done -> {});
    assertThat(measured.get(0).baseline()).isEqualTo(new ForkCost(200, 1, 8));
    assertThat(measured.get(0).candidate()).isEqualTo(new ForkCost(100, 1, 8));
    assertThat(measured.get(0).interval().ratio()).isCloseTo(0.5, within(1e-9));
    assertThat(measured.get(0).elapsedInterval().ratio()).isCloseTo(1, within(1e-9));
    assertThat(measured.get(0).asExpected()).isFalse();
  }
}
