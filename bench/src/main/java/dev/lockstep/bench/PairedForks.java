package dev.lockstep.bench;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * Measures comparisons by pairs of forks, in the order ABBA: what drifts on the machine while the
 * benchmarks run meets both sides alike. All comparisons take turns, so that a noisy minute does
 * not fall on one of them.
 */
public final class PairedForks {

  /** Measures a case in a fresh JVM. */
  @FunctionalInterface
  public interface Fork {
    /**
     * Operations a second.
     *
     * @throws ForkFailedException if the fork gave no number
     */
    double opsPerSecond(ForkCase what);
  }

  private PairedForks() {}

  /**
   * Runs all forks.
   *
   * @param pairs how many pairs each comparison gets
   * @param done told how many forks are done, after each
   */
  public static List<Measured> measure(
      List<Comparison> comparisons, int pairs, Fork fork, IntConsumer done) {
    List<Measured> all =
        comparisons.stream()
            .map(c -> new Measured(c, new double[pairs], new double[pairs]))
            .toList();
    int forks = 0;
    for (int pair = 0; pair < pairs; pair++) {
      for (Measured measured : all) {
        for (boolean candidate : order(pair)) {
          ForkCase what =
              candidate ? measured.comparison().candidate() : measured.comparison().baseline();
          (candidate ? measured.candidate() : measured.baseline())[pair] = fork.opsPerSecond(what);
          done.accept(++forks);
        }
      }
    }
    return all;
  }

  private static boolean[] order(int pair) {
    return pair % 2 == 0 ? new boolean[] {false, true} : new boolean[] {true, false};
  }
}
