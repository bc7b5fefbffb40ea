package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PinCostsTest {
  private static final double NEAR = 1e-9;

  @Test
  void eachNumberOfThreadsHasEveryPeerAndTheScanOnce() {
    assertThat(PinComparison.all(List.of(1, 8)))
        .hasSize(14)
        .doesNotHaveDuplicates()
        .contains(
            new PinComparison(PinComparison.Peer.LOCK, Sharing.SAME, 8),
            new PinComparison(PinComparison.Peer.SCAN, Sharing.OWN, 1))
        .doesNotContain(new PinComparison(PinComparison.Peer.SCAN, Sharing.SAME, 1));
  }

  @Test
  void onlyTheStockReadRunsOnTheStockStore() {
    for (PinComparison pin : PinComparison.all(List.of(2))) {
      Comparison comparison = pin.comparison();
      assertThat(comparison.candidate().what().variant()).isEqualTo(StoreVariant.PATCHED);
      assertThat(comparison.baseline().what().variant() == StoreVariant.STOCK)
          .isEqualTo(pin.peer() == PinComparison.Peer.GET);
      assertThat(comparison.baseline().what().threads()).isEqualTo(2);
    }
  }

  /** A pin is 40 times as fast as a scan by processor time, and 20 times as time passes. */
  @Test
  void aShareIsThePinsTimeByTheScans() {
    List<PinComparison> all = PinComparison.all(List.of(8));
    List<Measured> measured =
        PairedForks.measure(
            all.stream().map(PinComparison::comparison).toList(),
            3,
            what ->
                switch (((ReadCase) what).read()) {
                  case PIN -> new ForkCost(4000, 2000, 0);
                  case SCAN -> new ForkCost(100, 100, 0);
                  default -> new ForkCost(1, 1, 0);
                },
            done -> {});
    List<PinCosts.Share> shares = PinCosts.of(all, measured).shares();
    assertThat(shares).extracting(PinCosts.Share::sharing).containsExactly(Sharing.values());
    for (PinCosts.Share share : shares) {
      assertThat(share.cpu().ratio()).isCloseTo(0.025, within(NEAR));
      assertThat(share.elapsed().ratio()).isCloseTo(0.05, within(NEAR));
    }
  }
}
