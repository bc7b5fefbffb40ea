package dev.lockstep.spark.mutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which checks a mutant is run on: those that run its line, the quick ones first, and of each stage
 * so many at most, evenly taken from all.
 *
 * @param walks of {@link Stage#COVER}
 * @param sequences of {@link Stage#RANDOM}
 * @param managed of {@link Stage#MANAGED}
 * @param tests milliseconds of {@link Stage#TESTS}, as measured on the sound store
 * @param pairs of {@link Stage#PAIRS}
 * @param led of {@link Stage#LED}
 */
public record Effort(int walks, int sequences, int managed, long tests, int pairs, int led) {
  /** What the first run does. */
  public static final Effort FIRST = new Effort(80, 20, 4, 60_000, 60, 0);

  /** All of our tests, and nothing else: for after a test was added. */
  public static final Effort TESTS = new Effort(0, 0, 0, 60_000, 0, 0);

  /** Far more of everything, beside the corpus, which every survivor has survived as a whole. */
  public static final Effort MORE = new Effort(200, Integer.MAX_VALUE, 8, 60_000, 150, 6);

  private int most(Stage stage) {
    return switch (stage) {
      case COVER -> walks;
      case RANDOM -> sequences;
      case MANAGED -> managed;
      case PAIRS -> pairs;
      case LED -> led;
      case CORPUS -> equals(FIRST) ? Integer.MAX_VALUE : 0;
      case TESTS, SUITES -> Integer.MAX_VALUE;
    };
  }

  /** The checks of some stages that run a line, by number, in the order in which to run them. */
  List<Integer> choose(Baseline baseline, int probe, Set<Stage> stages) {
    List<Integer> chosen = new ArrayList<>();
    for (Stage stage : stages) {
      List<Baseline.Measured> fit =
          new ArrayList<>(
              evenly(
                  baseline.checks().stream()
                      .filter(c -> c.stage() == stage && c.stable() && c.lines().get(probe))
                      .toList(),
                  most(stage)));
      fit.sort(Comparator.comparingLong(Baseline.Measured::millis));
      long millis = 0;
      for (Baseline.Measured check : fit) {
        millis += check.millis();
        if (stage != Stage.TESTS || millis <= tests || chosen.isEmpty()) {
          chosen.add(check.number());
        }
      }
    }
    return chosen;
  }

  private static <T> List<T> evenly(List<T> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<T> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) ((long) i * all.size() / most)));
    }
    return some;
  }
}
