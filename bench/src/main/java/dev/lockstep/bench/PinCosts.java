package dev.lockstep.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What pins cost, as measured. */
public record PinCosts(Map<PinComparison, Measured> measured) {

  public PinCosts {
    measured = Collections.unmodifiableMap(new LinkedHashMap<>(measured));
  }

  /** Of comparisons and what was measured of them, in the same order. */
  public static PinCosts of(List<PinComparison> comparisons, List<Measured> measured) {
    Map<PinComparison, Measured> costs = new LinkedHashMap<>();
    for (int i = 0; i < comparisons.size(); i++) {
      costs.put(comparisons.get(i), measured.get(i));
    }
    return new PinCosts(costs);
  }

  /**
   * A pin's part of the time that it takes to scan 1 MiB, both by so many threads.
   *
   * @param sharing which blocks the threads pin
   * @param threads how many
   * @param cpu by processor time
   * @param elapsed by time as it passes: what waits counts
   */
  public record Share(Sharing sharing, int threads, RatioInterval cpu, RatioInterval elapsed) {}

  /** A share for every number of threads and sharing that a pin was measured at. */
  public List<Share> shares() {
    List<Share> shares = new ArrayList<>();
    measured.forEach(
        (comparison, pins) -> {
          PinComparison scan =
              new PinComparison(PinComparison.Peer.SCAN, Sharing.OWN, comparison.threads());
          Measured scans = measured.get(scan);
          if (comparison.peer() == PinComparison.Peer.GET && scans != null) {
            shares.add(
                new Share(
                    comparison.sharing(),
                    comparison.threads(),
                    share(pins, scans, ForkCost::callsPerCpuSecond),
                    share(pins, scans, ForkCost::callsPerSecond)));
          }
        });
    return List.copyOf(shares);
  }

  /** Round by round: the forks of a round ran within minutes of each other. */
  private static RatioInterval share(
      Measured pins, Measured scans, ToDoubleFunction<ForkCost> speed) {
    double[] shares = new double[pins.pairs().size()];
    for (int pair = 0; pair < shares.length; pair++) {
      shares[pair] =
          speed.applyAsDouble(scans.pairs().get(pair).baseline())
              / speed.applyAsDouble(pins.pairs().get(pair).candidate());
    }
    return RatioInterval.of(shares);
  }
}
