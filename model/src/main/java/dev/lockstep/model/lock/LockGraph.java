package dev.lockstep.model.lock;

import dev.lockstep.model.LabelledGraph;
import java.util.ArrayList;
import java.util.List;

/** The lock level as a graph, to be compared with TLC's. */
public final class LockGraph implements LabelledGraph<LockState> {
  private final LockModel model;
  private final LockText text;
  private final LockDraft draft;

  public LockGraph(LockModel model) {
    this.model = model;
    this.text = new LockText(model.constants());
    this.draft = new LockDraft(model.constants());
  }

  @Override
  public List<LockState> initial() {
    return List.of(model.initial());
  }

  @Override
  public String text(LockState state) {
    state.decodeTo(draft);
    return text.state(draft);
  }

  @Override
  public List<Edge<LockState>> edges(LockState state) {
    List<Edge<LockState>> edges = new ArrayList<>();
    for (LockStep step : model.steps(state)) {
      edges.add(new Edge<>(text.label(step.label()), step.after()));
    }
    return edges;
  }
}
