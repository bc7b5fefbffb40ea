package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Model;
import dev.lockstep.model.StoreState;
import java.util.List;
import java.util.Optional;

/** Runs calls on a fresh store and on the model and compares after every step. */
public final class Replayer {
  private final Model model;
  private final StoreUnderTest.Factory stores;
  private final StepComparison comparison;

  public Replayer(Model model, StoreUnderTest.Factory stores) {
    this.model = model;
    this.stores = stores;
    this.comparison = new StepComparison(model);
  }

  /**
   * Replays calls from the initial state, one fresh store for all of them.
   *
   * @return the first divergence, or empty if the store does what the model does to the very end,
   *     the freeing of what it still holds included
   */
  public Optional<Divergence> replay(List<Action> actions) {
    StoreState state = model.initialStates().get(0);
    StoreUnderTest store = stores.create(model.constants());
    try {
      for (int i = 0; i < actions.size(); i++) {
        StepComparison.Expected expected = comparison.expected(state, actions.get(i));
        Observation actual = store.apply(actions.get(i));
        Optional<Divergence> divergence = comparison.compare(i, expected, actual);
        if (divergence.isPresent()) {
          return divergence;
        }
        state = expected.after();
      }
      return lost(store, actions);
    } finally {
      store.close();
    }
  }

  static Optional<Divergence> lost(StoreUnderTest store, List<Action> actions) {
    return store.finish().stream()
        .findFirst()
        .map(
            anomaly ->
                new Divergence(
                    actions.size(),
                    new Action.Clear(),
                    anomaly.rule(),
                    "anomaly",
                    "nothing lost at the end",
                    anomaly.text()));
  }
}
