package dev.lockstep.simulator.hunt;

/** R8: one call holds the monitor for long, by the estimate of {@code MonitorCost}. */
final class MonitorHoldGoal implements Goal {
  @Override
  public String name() {
    return "monitor-hold";
  }

  @Override
  public String counts() {
    return "nanoseconds for which one call held the monitor, estimated";
  }

  @Override
  public long score(GenomeRun.Outcome outcome) {
    return outcome.policy().monitorNanosMost();
  }
}
