package dev.lockstep.simulator.hunt;

import dev.lockstep.simulator.policy.Policies;
import java.util.SplittableRandom;

/**
 * One round of one island: genomes are bred from those that score best or have reached states that
 * no other had, and tried. All chance comes from the seed, the island and the round, so it does not
 * matter where or beside what it runs.
 */
public final class Island {
  private final IslandTask task;
  private final Goal goal;
  private final GenomeRun runs;
  private final Breeding breeding;
  private final GenomePool pool;
  private final SeenStates seen;
  private int[] best;
  private long bestScore;
  private long bestAt;

  private Island(IslandTask task) {
    this.task = task;
    IslandState state = task.state();
    this.goal = Goals.byName(task.goal());
    this.runs =
        new GenomeRun(
            Universes.byName(task.universe()).constants(), Policies.byName(task.policy()));
    this.breeding =
        new Breeding(
            runs.table(),
            new SplittableRandom(
                Hunt.attemptSeed(task.seed(), ((long) task.round() << 20) + state.island())),
            task.length());
    this.pool = new GenomePool(state.pool());
    this.seen = new SeenStates(state.seen());
    this.best = state.best();
    this.bestScore = state.bestScore();
    this.bestAt = state.bestAt();
  }

  /** Runs a round; ends it early when a genome is bad enough. */
  public static IslandState run(IslandTask task) {
    return new Island(task).run();
  }

  private IslandState run() {
    long before = task.state().evaluations();
    int tried = 0;
    while (tried < task.evaluations() && bestScore < goal.enough()) {
      tried++;
      judge(breeding.next(pool.bestFirst()), before + tried);
    }
    return new IslandState(
        task.state().island(),
        pool.bestFirst(),
        seen.table(),
        best,
        bestScore,
        bestAt,
        before + tried);
  }

  private void judge(int[] genome, long number) {
    GenomeRun.Outcome outcome = runs.run(genome);
    long score = goal.score(outcome);
    int novelty = 0;
    for (long state : outcome.states()) {
      novelty += seen.add(state) ? 1 : 0;
    }
    if (score > bestScore || (score == bestScore && score > 0 && shorter(outcome.made()))) {
      best = outcome.made();
      bestScore = score;
      bestAt = number;
    }
    pool.keep(new IslandState.Ranked(outcome.made(), score, novelty));
  }

  private boolean shorter(int[] made) {
    return made.length < best.length;
  }
}
