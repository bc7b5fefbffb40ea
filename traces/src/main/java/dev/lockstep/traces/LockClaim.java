package dev.lockstep.traces;

import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockProperties;
import dev.lockstep.model.lock.LockProperty;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.model.lock.LockState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a trace of the lock level claims about itself, held against the model: a property that
 * breaks at its last step and no sooner, a loop that closes. Refinement and liveness are for TLC
 * alone ({@code where} is {@code spec}).
 */
public final class LockClaim {
  private LockClaim() {}

  /** The first claim that is wrong, or empty; the steps must be the model's. */
  public static Optional<LockDivergence> check(LockTrace trace) {
    LockRun run = new LockRun(new LockModel(trace.constants()));
    List<LockProperty> claimed = claimed(trace);
    if (!claimed.isEmpty() && trace.length() == 0) {
      return Optional.of(
          new LockDivergence(
              0, "the end", claimed.get(0).name(), "expect", "a step that breaks it", "no step"));
    }
    List<LockState> states = new ArrayList<>(List.of(run.state()));
    for (int i = 0; i < trace.length(); i++) {
      if (!run.take(trace.labels().get(i))) {
        throw new IllegalArgumentException("step " + i + " is not the model's");
      }
      states.add(run.state());
      boolean last = i == trace.length() - 1;
      for (LockProperty property : claimed) {
        if (run.holds(property) == last) {
          return Optional.of(wrong(trace, i, property.name(), last));
        }
      }
    }
    boolean closes =
        trace.loop() == LockTrace.NO_LOOP
            || states.get(trace.loop()).equals(states.get(trace.length()));
    return closes
        ? Optional.empty()
        : Optional.of(
            new LockDivergence(
                trace.length(),
                "the end",
                "R8",
                "loop",
                "the state before step " + trace.loop(),
                "another state"));
  }

  private static LockDivergence wrong(LockTrace trace, int i, String property, boolean last) {
    return new LockDivergence(
        i,
        trace.labels().get(i).action().name(),
        property,
        "expect",
        property + (last ? " broken by the last step" : " broken by the last step alone"),
        last ? "it holds" : "it is broken here");
  }

  private static List<LockProperty> claimed(LockTrace trace) {
    if (trace.expect() instanceof Trace.Expectation.Breaks breaks
        && breaks.where().equals("model")) {
      return new LockProperties(trace.constants()).named(List.of(breaks.rule()));
    }
    return List.of();
  }
}
