package dev.lockstep.bench;

import java.util.Arrays;

/**
 * A comparison with the speeds of its forks, in operations a second; the same index is a pair.
 *
 * @param comparison what was compared
 * @param baseline one speed a fork
 * @param candidate one speed a fork
 */
public record Measured(Comparison comparison, double[] baseline, double[] candidate) {

  public RatioInterval interval() {
    return RatioInterval.of(baseline, candidate);
  }

  /** Whether the claim may hold: the interval includes or exceeds the bar. */
  public boolean asExpected() {
    return interval().includesOrExceeds(comparison.bar());
  }

  /** Mean of the forks' speeds. */
  public double baselinePerSecond() {
    return Arrays.stream(baseline).average().orElse(Double.NaN);
  }

  /** Mean of the forks' speeds. */
  public double candidatePerSecond() {
    return Arrays.stream(candidate).average().orElse(Double.NaN);
  }
}
