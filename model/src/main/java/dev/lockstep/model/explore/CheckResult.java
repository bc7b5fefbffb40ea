package dev.lockstep.model.explore;

import java.util.List;

/** How an exploration ended. */
public sealed interface CheckResult {

  /** All states were seen, every invariant and step property holds. */
  record Passed(StateGraph graph, List<Property.Reachable> unreached) implements CheckResult {
    public Passed {
      unreached = List.copyOf(unreached);
    }
  }

  /** A property breaks. */
  record Violated(Counterexample counterexample) implements CheckResult {}

  /** The limit on states was reached before all of them were seen. */
  record LimitReached(int states) implements CheckResult {}
}
