package dev.lockstep.spark.threads.soak;

import dev.lockstep.schedule.soak.SoakPlan;
import java.util.SplittableRandom;

/**
 * What happens once in a soak: the store is decommissioned half way through the second part, and
 * stopped in the third, by a thread and at a step of the seed's choice.
 */
final class Once {
  static final int PARTS = 3;

  /** What a thread does in the place of a step. */
  enum Event {
    NOTHING,
    DECOMMISSION,
    STOP
  }

  private final int decommissioner;
  private final int decommissionStep;
  private final int stopper;
  private final int stopStep;
  private final boolean staysDecommissioned;

  Once(SoakPlan plan) {
    SplittableRandom random = new SplittableRandom(-plan.seed());
    decommissioner = random.nextInt(plan.threads());
    decommissionStep = plan.steps() / 2;
    stopper = random.nextInt(plan.threads());
    stopStep = plan.steps() / 4 + random.nextInt(1 + plan.steps() / 2);
    staysDecommissioned = random.nextBoolean();
  }

  Event at(int part, int step, int thread) {
    if (part == 1 && step == decommissionStep && thread == decommissioner) {
      return Event.DECOMMISSION;
    }
    return part == 2 && step == stopStep && thread == stopper ? Event.STOP : Event.NOTHING;
  }

  /**
   * Whether the store that is stopped is one that is decommissioned; else puts go on to its end.
   */
  boolean staysDecommissioned() {
    return staysDecommissioned;
  }
}
