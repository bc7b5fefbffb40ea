package dev.lockstep.model;

import java.util.List;

/** The contract level as a graph; a label holds what the call returned and did as well. */
public final class ContractGraph implements LabelledGraph<StoreState> {
  private final Model model;
  private final SpecText text;

  public ContractGraph(Model model) {
    this.model = model;
    this.text = new SpecText(model.constants());
  }

  @Override
  public List<StoreState> initial() {
    return model.initialStates();
  }

  @Override
  public String text(StoreState state) {
    return text.state(state);
  }

  @Override
  public List<Edge<StoreState>> edges(StoreState state) {
    return model.steps(state).stream()
        .map(step -> new Edge<>(text.label(step), step.after()))
        .toList();
  }
}
