package dev.lockstep.bench;

import java.util.Arrays;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A mean of ratios with its 95% interval: Student's t on the logarithms, so that ratios and their
 * inverses say the same.
 *
 * @param ratio the geometric mean
 * @param low the interval's lower end
 * @param high its upper end
 */
public record RatioInterval(double ratio, double low, double high) {
  /** The interval of fewer says nothing. */
  public static final int RATIOS_MIN = 3;

  private static final double CONFIDENCE = 0.95;

  /**
   * Of ratios that were measured independently.
   *
   * @throws IllegalArgumentException if there are fewer than {@link #RATIOS_MIN}, or if one is not
   *     a positive number
   */
  public static RatioInterval of(double... ratios) {
    if (ratios.length < RATIOS_MIN
        || !Arrays.stream(ratios).allMatch(r -> r > 0 && Double.isFinite(r))) {
      throw new IllegalArgumentException(
          "expected at least " + RATIOS_MIN + " ratios, found " + Arrays.toString(ratios));
    }
    ListStatistics logarithms = new ListStatistics(Arrays.stream(ratios).map(Math::log).toArray());
    double mean = logarithms.getMean();
    double error = logarithms.getMeanErrorAt(CONFIDENCE);
    return new RatioInterval(Math.exp(mean), Math.exp(mean - error), Math.exp(mean + error));
  }

  /** False only if the whole interval lies below the bar. */
  public boolean includesOrExceeds(double bar) {
    return high >= bar;
  }
}
