package dev.lockstep.model;

import java.util.ArrayList;
import java.util.List;

/** A transition system: pure, and in a fixed order. */
public interface Model {

  /** The constants of this instance. */
  Constants constants();

  /** The initial states. */
  List<StoreState> initialStates();

  /** Every action of the configuration, whether enabled or not, in a fixed order. */
  List<Action> actions();

  /**
   * Actions that no state enables though a caller could try them: calls of the wrong kind (R2, R9).
   */
  List<Action> misuses();

  /** What the store does with an action in a state. */
  Response respond(StoreState state, Action action);

  /** The steps out of a state, in the order of {@link #actions}. */
  default List<Step> steps(StoreState state) {
    List<Step> steps = new ArrayList<>();
    for (Action action : actions()) {
      if (respond(state, action) instanceof Response.Taken taken) {
        steps.add(taken.step());
      }
    }
    return steps;
  }
}
