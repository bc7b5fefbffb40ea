package dev.lockstep.traces.corpus;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Model;
import dev.lockstep.model.Response;
import dev.lockstep.model.SpecText;
import dev.lockstep.model.StoreState;
import dev.lockstep.model.tlc.TlcGraph;
import dev.lockstep.model.tlc.TlcStep;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.TraceRecorder;
import java.util.ArrayList;
import java.util.List;

/** TLC's steps as traces. Each label and state is compared with the model's on the way. */
final class TlcSteps {
  private final Constants constants;
  private final Model model;
  private final SpecText text;

  TlcSteps(Constants constants) {
    this.constants = constants;
    this.model = new ContractModel(constants);
    this.text = new SpecText(constants);
  }

  Trace trace(TlcGraph graph, List<Integer> walk) throws OtherSemanticsException {
    List<TlcStep> steps = new ArrayList<>();
    for (int edge : walk) {
      steps.add(new TlcStep(graph.edgeLabel(edge), graph.stateText(graph.edgeDestination(edge))));
    }
    return trace(steps);
  }

  /** The steps that have a label; the initial state has none. */
  Trace trace(List<TlcStep> steps) throws OtherSemanticsException {
    List<Action> actions = new ArrayList<>();
    StoreState state = model.initialStates().get(0);
    for (TlcStep step : steps) {
      String label = step.label();
      if (label == null) {
        continue;
      }
      Action action = EdgeLabels.action(label);
      Response response = model.respond(state, action);
      if (!(response instanceof Response.Taken taken)
          || !text.label(taken.step()).equals(label)
          || !text.state(taken.step().after()).equals(step.state())) {
        throw new OtherSemanticsException(label);
      }
      actions.add(action);
      state = taken.step().after();
    }
    return TraceRecorder.trace(Trace.Origin.TLC, 0, constants, actions);
  }
}
