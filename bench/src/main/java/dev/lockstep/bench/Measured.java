package dev.lockstep.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A comparison with what its forks measured.
 *
 * @param comparison what was compared
 * @param pairs the forks, two by two
 */
public record Measured(Comparison comparison, List<Pair> pairs) {

  /** Two forks that ran one after the other. */
  public record Pair(ForkCost baseline, ForkCost candidate) {}

  public Measured {
    pairs = List.copyOf(pairs);
  }

  /** Of the speeds in processor time, candidate to baseline. */
  public RatioInterval interval() {
    return interval(ForkCost::callsPerCpuSecond);
  }

  /** Of the speeds in elapsed time, candidate to baseline: what waits counts. */
  public RatioInterval elapsedInterval() {
    return interval(ForkCost::callsPerSecond);
  }

  private RatioInterval interval(ToDoubleFunction<ForkCost> speed) {
    return RatioInterval.of(
        pairs.stream()
            .mapToDouble(
                p -> speed.applyAsDouble(p.candidate()) / speed.applyAsDouble(p.baseline()))
            .toArray());
  }

  /** Whether the claim may hold: the interval includes or exceeds the bar. */
  public boolean asExpected() {
    return interval().includesOrExceeds(comparison.bar());
  }

  /** Mean over the forks of the baseline. */
  public ForkCost baseline() {
    return mean(Pair::baseline);
  }

  /** Mean over the forks of the candidate. */
  public ForkCost candidate() {
    return mean(Pair::candidate);
  }

  private ForkCost mean(Function<Pair, ForkCost> side) {
    return new ForkCost(
        mean(side, ForkCost::callsPerCpuSecond),
        mean(side, ForkCost::callsPerSecond),
        mean(side, ForkCost::bytesPerCall));
  }

  private double mean(Function<Pair, ForkCost> side, ToDoubleFunction<ForkCost> what) {
    return pairs.stream().map(side).mapToDouble(what).average().orElse(Double.NaN);
  }
}
