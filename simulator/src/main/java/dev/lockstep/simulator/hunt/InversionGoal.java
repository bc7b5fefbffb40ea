package dev.lockstep.simulator.hunt;

/** R4: an entry goes while an older one that could have gone stays. */
final class InversionGoal implements Goal {
  @Override
  public String name() {
    return "inversion";
  }

  @Override
  public String counts() {
    return "entries evicted while an older evictable one was there";
  }

  @Override
  public long score(GenomeRun.Outcome outcome) {
    return outcome.policy().nativeInversions() + (long) outcome.policy().jvmInversions();
  }

  @Override
  public long enough() {
    return 1;
  }
}
