package dev.lockstep.simulator.hunt;

import dev.lockstep.model.InvalidConstantException;
import java.util.List;

/**
 * What worst case to search.
 *
 * @param policy name of the policy
 * @param goal name of the goal
 * @param universes names of the universes; each has two islands
 * @param seed the only source of chance
 * @param length calls in a genome
 * @param budget when to give up; a sequence is a genome
 */
public record WorstCaseSpec(
    String policy, String goal, List<String> universes, long seed, int length, HuntBudget budget) {
  public WorstCaseSpec {
    universes = List.copyOf(universes);
    if (universes.isEmpty()) {
      throw new InvalidConstantException("universes", "must not be empty");
    }
    if (length < 1) {
      throw new InvalidConstantException("length", "must be at least 1, was " + length);
    }
  }
}
