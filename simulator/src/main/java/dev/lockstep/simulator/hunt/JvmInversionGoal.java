package dev.lockstep.simulator.hunt;

/**
 * R4: a JVM block goes while an older entry that could have gone stays: Spark pays for the engine.
 */
final class JvmInversionGoal implements Goal {
  @Override
  public String name() {
    return "jvm-inversion";
  }

  @Override
  public String counts() {
    return "JVM blocks evicted while an older evictable entry was there";
  }

  @Override
  public long score(GenomeRun.Outcome outcome) {
    return outcome.policy().jvmInversions();
  }

  @Override
  public long enough() {
    return 1;
  }
}
