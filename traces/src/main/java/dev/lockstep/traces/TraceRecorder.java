package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.StoreState;
import java.util.ArrayList;
import java.util.List;

/** Makes traces out of calls: the observations are those of the model. */
public final class TraceRecorder {
  private TraceRecorder() {}

  /**
   * The steps of calls from the initial state.
   *
   * @throws IllegalArgumentException if a call lies beyond a bound of the constants
   */
  public static List<Trace.TraceStep> steps(Constants constants, List<Action> actions) {
    StepComparison comparison = new StepComparison(new ContractModel(constants));
    StoreState state = StoreState.initial(constants);
    List<Trace.TraceStep> steps = new ArrayList<>();
    for (Action action : actions) {
      StepComparison.Expected expected = comparison.expected(state, action);
      steps.add(new Trace.TraceStep(action, comparison.observation(expected)));
      state = expected.after();
    }
    return steps;
  }

  /** The same as a trace that conforms, at contract level. */
  public static Trace trace(
      Trace.Origin origin, long seed, Constants constants, List<Action> actions) {
    return new Trace(
        Trace.Level.CONTRACT,
        origin,
        seed,
        new Trace.Expectation.Conforms(),
        constants,
        steps(constants, actions));
  }
}
