package dev.lockstep.model.explore;

import dev.lockstep.model.Step;
import java.util.List;

/**
 * A path from an initial state to a broken property.
 *
 * @param property the property that breaks
 * @param steps the shortest path, whose last step (or its end state) breaks the property
 */
public record Counterexample(Property property, List<Step> steps) {
  public Counterexample {
    steps = List.copyOf(steps);
  }
}
