package dev.lockstep.simulator.hunt;

import dev.lockstep.simulator.hunt.IslandState.Ranked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The genomes that an island breeds from, the best first: those that score best, and among equals
 * those that have reached states that no other had. So many and no more, and none twice: copies of
 * the best would crowd out whatever is new.
 */
final class GenomePool {
  /** How many genomes there are at most. */
  static final int MAX = 48;

  private static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingLong(Ranked::score).thenComparingInt(Ranked::novelty).reversed();

  private final List<Ranked> bestFirst = new ArrayList<>();

  GenomePool(List<Ranked> genomes) {
    genomes.forEach(this::keep);
  }

  /** Takes a genome in if it is good enough, behind its equals. */
  void keep(Ranked candidate) {
    boolean full = bestFirst.size() == MAX;
    if (candidate.genome().length == 0
        || (full && BEST_FIRST.compare(candidate, bestFirst.get(MAX - 1)) >= 0)
        || bestFirst.stream().anyMatch(one -> Arrays.equals(one.genome(), candidate.genome()))) {
      return;
    }
    if (full) {
      bestFirst.remove(MAX - 1);
    }
    int at = 0;
    while (at < bestFirst.size() && BEST_FIRST.compare(bestFirst.get(at), candidate) <= 0) {
      at++;
    }
    bestFirst.add(at, candidate);
  }

  /** The genomes, as they change. */
  List<Ranked> bestFirst() {
    return bestFirst;
  }
}
