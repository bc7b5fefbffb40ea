package dev.lockstep.simulator.hunt;

/** R4: more is taken back than is lacking. */
final class OvershrinkGoal implements Goal {
  @Override
  public String name() {
    return "overshrink";
  }

  @Override
  public String counts() {
    return "victims of one call that could have been spared";
  }

  @Override
  public long score(GenomeRun.Outcome outcome) {
    return outcome.policy().superfluous();
  }

  @Override
  public long enough() {
    return 1;
  }
}
