package dev.lockstep.cli.random;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.traces.Divergence;
import java.util.List;

/** A sequence on which store and model part: the failure that jqwik shrinks. */
final class DivergedError extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final transient Constants constants;
  private final transient List<Action> actions;
  private final transient Divergence divergence;

  DivergedError(Constants constants, List<Action> actions, Divergence divergence) {
    super(divergence.toString());
    this.constants = constants;
    this.actions = List.copyOf(actions);
    this.divergence = divergence;
  }

  Constants constants() {
    return constants;
  }

  List<Action> actions() {
    return actions;
  }

  Divergence divergence() {
    return divergence;
  }
}
