package dev.lockstep.simulator;

import dev.lockstep.model.InvalidConstantException;
import java.util.List;

/** The policies by name. A new one is a class and an entry here. */
public final class Policies {
  private static final List<EvictionPolicy> ALL = List.of(new UnifiedLru());

  private Policies() {}

  /** The names, the proposal first. */
  public static List<String> names() {
    return ALL.stream().map(EvictionPolicy::name).toList();
  }

  /**
   * The policy of a name.
   *
   * @throws InvalidConstantException if there is none
   */
  public static EvictionPolicy byName(String name) {
    return ALL.stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConstantException(
                    "policy", "must be one of " + String.join(", ", names()) + ", was " + name));
  }
}
