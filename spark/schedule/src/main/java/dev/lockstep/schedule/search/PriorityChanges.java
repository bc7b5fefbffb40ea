package dev.lockstep.schedule.search;

import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.Scheduler;
import dev.lockstep.schedule.Situation;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * PCT: each run gives the threads random priorities, always lets the highest go on, and at some
 * random steps drops the running thread below all others. A bug that needs d such changes is hit
 * with a chance of at least 1 in n k^(d-1), for n threads and k steps.
 *
 * <p>Source: Burckhardt, Kothari, Musuvathi, Nagarakatte: A randomized scheduler with probabilistic
 * guarantees of finding bugs, ASPLOS 2010.
 */
public final class PriorityChanges implements Search {
  private final SplittableRandom random;
  private final int changes;
  private int stepsSeen = 20;

  /**
   * A search.
   *
   * @param changes how often a run changes priorities: the depth of the bugs that it aims at, less
   *     one
   */
  public PriorityChanges(long seed, int changes) {
    this.random = new SplittableRandom(seed);
    this.changes = changes;
  }

  @Override
  public boolean isLeft() {
    return true;
  }

  @Override
  public boolean isComplete() {
    return false;
  }

  @Override
  public Scheduler next() {
    SplittableRandom own = random.split();
    Set<Integer> at = new HashSet<>();
    for (int i = 0; i < changes; i++) {
      at.add(own.nextInt(stepsSeen));
    }
    return new Priorities(own, at);
  }

  @Override
  public void learn(Run run) {
    stepsSeen = Math.max(stepsSeen, run.steps().size());
  }

  private static final class Priorities implements Scheduler {
    private final SplittableRandom random;
    private final Set<Integer> changesAt;
    private double[] priorities = new double[0];
    private double lowest;

    Priorities(SplittableRandom random, Set<Integer> changesAt) {
      this.random = random;
      this.changesAt = changesAt;
    }

    @Override
    public int choose(Situation s) {
      if (priorities.length == 0) {
        priorities = random.doubles(s.threads()).toArray();
      }
      if (s.last() >= 0 && changesAt.contains(s.depth())) {
        priorities[s.last()] = --lowest;
      }
      int best = -1;
      for (int t : s.enabled()) {
        if (best < 0 || priorities[t] > priorities[best]) {
          best = t;
        }
      }
      return best;
    }
  }
}
