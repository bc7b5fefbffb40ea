package dev.lockstep.simulator.hunt;

import java.io.Serializable;
import java.util.List;

/**
 * What an island knows between two rounds.
 *
 * @param island its number
 * @param pool the genomes that it breeds from, the best first ({@link GenomePool})
 * @param seen the states that its genomes have reached ({@link SeenStates})
 * @param best the best genome so far, without the calls that were passed over
 * @param bestScore its score, 0 if there is none
 * @param bestAt how many genomes it had tried when it found the best, over all rounds
 * @param evaluations genomes that it has tried
 */
public record IslandState(
    int island,
    List<Ranked> pool,
    int[] seen,
    int[] best,
    long bestScore,
    long bestAt,
    long evaluations)
    implements Serializable {
  public IslandState {
    pool = List.copyOf(pool);
  }

  /**
   * A genome and why it is kept.
   *
   * @param genome the calls
   * @param score by the goal
   * @param novelty states that it was the first to reach
   */
  public record Ranked(int[] genome, long score, int novelty) implements Serializable {}

  /** An island that has tried nothing. */
  static IslandState fresh(int island) {
    return new IslandState(island, List.of(), new int[0], new int[0], 0, 0, 0);
  }

  /** The same with a genome from elsewhere, if it is good enough here. */
  IslandState with(Ranked immigrant) {
    GenomePool more = new GenomePool(pool);
    more.keep(immigrant);
    return new IslandState(island, more.bestFirst(), seen, best, bestScore, bestAt, evaluations);
  }
}
