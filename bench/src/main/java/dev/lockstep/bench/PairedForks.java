package dev.lockstep.bench;

import java.util.ArrayList;
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
     * Runs it to its end.
     *
     * @throws ForkFailedException if the fork gave no number
     */
    ForkCost measure(ForkCase what);
  }

  private PairedForks() {}

  /**
   * Runs all forks, one after the other.
   *
   * @param pairs how many pairs each comparison gets
   * @param done told how many forks are done, after each
   * @return the comparisons in the order given
   */
  public static List<Measured> measure(
      List<Comparison> comparisons, int pairs, Fork fork, IntConsumer done) {
    List<List<Measured.Pair>> measured = new ArrayList<>();
    comparisons.forEach(c -> measured.add(new ArrayList<>()));
    int forks = 0;
    for (int pair = 0; pair < pairs; pair++) {
      for (int c = 0; c < comparisons.size(); c++) {
        Comparison comparison = comparisons.get(c);
        boolean baselineFirst = pair % 2 == 0;
        Comparison.Side one = baselineFirst ? comparison.baseline() : comparison.candidate();
        Comparison.Side other = baselineFirst ? comparison.candidate() : comparison.baseline();
        ForkCost first = fork.measure(one.what());
        done.accept(++forks);
        ForkCost second = fork.measure(other.what());
        done.accept(++forks);
        measured
            .get(c)
            .add(
                baselineFirst
                    ? new Measured.Pair(first, second)
                    : new Measured.Pair(second, first));
      }
    }
    List<Measured> all = new ArrayList<>();
    for (int c = 0; c < comparisons.size(); c++) {
      all.add(new Measured(comparisons.get(c), measured.get(c)));
    }
    return all;
  }
}
