package dev.lockstep.simulator.hunt;

/**
 * R4: a native entry goes while an older one that could have gone stays: the engine pays for
 * others.
 */
final class NativeInversionGoal implements Goal {
  @Override
  public String name() {
    return "native-inversion";
  }

  @Override
  public String counts() {
    return "native entries evicted while an older evictable one was there";
  }

  @Override
  public long score(GenomeRun.Outcome outcome) {
    return outcome.policy().nativeInversions();
  }

  @Override
  public long enough() {
    return 1;
  }
}
