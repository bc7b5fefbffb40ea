package dev.lockstep.simulator.hunt;

/**
 * Blocks go before anybody has read them, and have to be put again: more often than under unified
 * LRU, for another policy.
 */
final class ThrashGoal implements Goal {
  @Override
  public String name() {
    return "thrash";
  }

  @Override
  public String counts() {
    return "puts of blocks that had been evicted unread, beyond those of unified LRU";
  }

  @Override
  public long score(GenomeRun.Outcome outcome) {
    long base = outcome.proposal() ? 0 : outcome.unified().thrash();
    return Math.max(0, outcome.policy().thrash() - base);
  }

  @Override
  public long enough() {
    return 3;
  }
}
