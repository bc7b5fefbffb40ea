package dev.lockstep.simulator.hunt;

/**
 * Reads that miss, though they would have hit: under unified LRU, for another policy; under whoever
 * knows the future, for unified LRU itself.
 */
final class RegretGoal implements Goal {
  @Override
  public String name() {
    return "regret";
  }

  @Override
  public String counts() {
    return "hits fewer than unified LRU has; of unified LRU, fewer than the offline bound";
  }

  @Override
  public long score(GenomeRun.Outcome outcome) {
    long best = outcome.proposal() ? outcome.policy().offlineHits() : outcome.unified().hits();
    return Math.max(0, best - outcome.policy().hits());
  }
}
