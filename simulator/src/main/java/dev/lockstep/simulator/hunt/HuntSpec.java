package dev.lockstep.simulator.hunt;

import dev.lockstep.model.InvalidConstantException;
import java.util.List;

/**
 * What to search and for how long.
 *
 * @param universes tried in turn, one a sequence
 * @param seed every sequence's own seed comes from it and the sequence's number
 * @param length calls in a sequence
 * @param budget when to give up
 */
public record HuntSpec(List<Universe> universes, long seed, int length, HuntBudget budget) {
  public HuntSpec {
    universes = List.copyOf(universes);
    if (universes.isEmpty()) {
      throw new InvalidConstantException("universes", "must not be empty");
    }
    if (length < 1) {
      throw new InvalidConstantException("length", "must be at least 1, was " + length);
    }
  }
}
