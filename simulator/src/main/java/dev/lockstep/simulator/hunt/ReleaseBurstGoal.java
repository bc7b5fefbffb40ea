package dev.lockstep.simulator.hunt;

/** R8: one call runs many releases, all of them under the monitor. */
final class ReleaseBurstGoal implements Goal {
  @Override
  public String name() {
    return "release-burst";
  }

  @Override
  public String counts() {
    return "releases in one call";
  }

  @Override
  public long score(GenomeRun.Outcome outcome) {
    return outcome.policy().releasesMost();
  }
}
