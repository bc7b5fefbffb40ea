package dev.lockstep.simulator.hunt;

import dev.lockstep.model.InvalidConstantException;
import java.util.List;

/** The goals by name. A new one is a class and an entry here. */
public final class Goals {
  private static final List<Goal> ALL =
      List.of(
          new InversionGoal(),
          new NativeInversionGoal(),
          new JvmInversionGoal(),
          new OvershrinkGoal(),
          new RefusalGoal(),
          new ThrashGoal(),
          new RegretGoal(),
          new ReleaseBurstGoal(),
          new MonitorHoldGoal());

  private Goals() {}

  /** The names. */
  public static List<String> names() {
    return ALL.stream().map(Goal::name).toList();
  }

  /**
   * The goal of a name.
   *
   * @throws InvalidConstantException if there is none
   */
  public static Goal byName(String name) {
    return ALL.stream()
        .filter(goal -> goal.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConstantException(
                    "goal",
                    "must be one of divergence, " + String.join(", ", names()) + ", was " + name));
  }
}
