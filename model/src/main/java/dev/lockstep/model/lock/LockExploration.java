package dev.lockstep.model.lock;

import java.util.List;
import java.util.Map;

/** How an exploration of the lock level ended. */
public sealed interface LockExploration {

  /** What was seen. */
  Counts counts();

  /** All states were seen, and each property holds. */
  record Passed(Counts counts) implements LockExploration {}

  /**
   * A property breaks.
   *
   * @param counts what was seen until then
   * @param property the property
   * @param initial where the path begins
   * @param path the shortest path, whose last step (or its end state) breaks the property
   */
  record Violated(Counts counts, LockProperty property, LockState initial, List<LockStep> path)
      implements LockExploration {
    public Violated {
      path = List.copyOf(path);
    }
  }

  /** The limit on states was reached before all of them were seen. */
  record LimitReached(Counts counts) implements LockExploration {}

  /**
   * What was seen.
   *
   * @param states distinct states
   * @param edges distinct labelled edges
   * @param depth states on the longest of the shortest paths, the initial one included
   * @param steps how often each action was taken; those never taken are not there
   * @param encodedBytes the encodings of all states
   * @param memoryBytes those, their predecessors, and the table that finds them
   */
  record Counts(
      int states,
      long edges,
      int depth,
      Map<LockAction, Long> steps,
      long encodedBytes,
      long memoryBytes) {
    public Counts {
      steps = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(steps));
    }
  }
}
