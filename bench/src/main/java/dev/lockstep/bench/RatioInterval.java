package dev.lockstep.bench;

import org.openjdk.jmh.util.ListStatistics;

/**
 * A mean ratio of pairs with its 95% interval: Student's t on the logarithms, so that a ratio and
 * its inverse say the same.
 *
 * @param ratio the geometric mean
 * @param low the interval's lower end
 * @param high its upper end
 */
public record RatioInterval(double ratio, double low, double high) {
  /** The t interval of fewer has no use. */
  public static final int PAIRS_MIN = 3;

  private static final double CONFIDENCE = 0.95;

  /**
   * Of the ratios of candidate to baseline, pair by pair.
   *
   * @throws IllegalArgumentException if there are fewer than {@link #PAIRS_MIN} pairs, if one lacks
   *     a half, or if a speed is not positive
   */
  public static RatioInterval of(double[] baseline, double[] candidate) {
    if (baseline.length != candidate.length || baseline.length < PAIRS_MIN) {
      throw new IllegalArgumentException(
          "expected at least "
              + PAIRS_MIN
              + " pairs, found "
              + baseline.length
              + " and "
              + candidate.length);
    }
    double[] logarithms = new double[baseline.length];
    for (int i = 0; i < logarithms.length; i++) {
      if (!(baseline[i] > 0 && candidate[i] > 0)) {
        throw new IllegalArgumentException(
            "expected positive speeds, found " + baseline[i] + " and " + candidate[i]);
      }
      logarithms[i] = Math.log(candidate[i] / baseline[i]);
    }
    ListStatistics statistics = new ListStatistics(logarithms);
    double mean = statistics.getMean();
    double error = statistics.getMeanErrorAt(CONFIDENCE);
    return new RatioInterval(Math.exp(mean), Math.exp(mean - error), Math.exp(mean + error));
  }

  /** False only if the whole interval lies below the bar. */
  public boolean includesOrExceeds(double bar) {
    return high >= bar;
  }
}
