package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Model;
import dev.lockstep.model.Response;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls that a store must turn down in a state, unchanged: those that no step enables, and the
 * misuses of R2 and R9.
 */
public final class Refusals {
  private final Model model;
  private final List<Action> candidates;

  public Refusals(Model model) {
    this.model = model;
    this.candidates = new ArrayList<>(model.actions());
    this.candidates.addAll(model.misuses());
  }

  /** The calls to try in a state. */
  public List<Action> in(StoreState state) {
    List<Action> declined = new ArrayList<>();
    for (Action action : candidates) {
      if (model.respond(state, action) instanceof Response.Declined response
          && harmless(model.constants(), state, action, response)) {
        declined.add(action);
      }
    }
    return declined;
  }

  /** The calls that a store must turn down too, but may not be asked (see {@link #harmless}). */
  public List<Action> leftOutIn(StoreState state) {
    List<Action> leftOut = new ArrayList<>();
    for (Action action : candidates) {
      if (model.respond(state, action) instanceof Response.Declined response
          && !harmless(model.constants(), state, action, response)) {
        leftOut.add(action);
      }
    }
    return leftOut;
  }

  /**
   * Two refusals of stock Spark change it, so they are not tried: an unlock without a lock takes
   * another task's read lock away before its assertion fails (docs/findings), and a task that must
   * wait for execution memory has already evicted.
   */
  static boolean harmless(
      Constants constants, StoreState state, Action action, Response.Declined response) {
    if (action instanceof Action.Unlock unlock) {
      return state.unlocked(constants.indexOf(unlock.b()));
    }
    return !(action instanceof Action.AcquireExecution && response.result() == Result.WAITS);
  }
}
