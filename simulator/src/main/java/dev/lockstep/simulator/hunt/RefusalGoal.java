package dev.lockstep.simulator.hunt;

/** A put is refused though what is idle or evictable would hold it. */
final class RefusalGoal implements Goal {
  @Override
  public String name() {
    return "refusal";
  }

  @Override
  public String counts() {
    return "puts refused though idle or evictable memory was enough";
  }

  @Override
  public long score(GenomeRun.Outcome outcome) {
    return outcome.policy().refusedThoughEvictable();
  }

  @Override
  public long enough() {
    return 1;
  }
}
