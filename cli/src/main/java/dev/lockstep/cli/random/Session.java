package dev.lockstep.cli.random;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Model;
import dev.lockstep.model.Step;
import dev.lockstep.model.StoreState;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.Refusals;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.StoreUnderTest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A model and a fresh store side by side, driven by numbers. */
final class Session implements AutoCloseable {
  /** One call in so many is one that the store must turn down. */
  private static final int REFUSAL_EVERY = 6;

  /** A put stands this often among the choices, so that the store fills. */
  private static final int PUT_WEIGHT = 4;

  private final Model model;
  private final Refusals refusals;
  private final StepComparison comparison;
  private final StoreUnderTest store;
  private final List<Action> done = new ArrayList<>();
  private final Set<String> exercised = new LinkedHashSet<>();
  private StoreState state;

  Session(Constants constants, StoreUnderTest.Factory stores) {
    this.model = new ContractModel(constants);
    this.refusals = new Refusals(model);
    this.comparison = new StepComparison(model);
    this.store = stores.create(constants);
    this.state = model.initialStates().get(0);
  }

  /** Makes the call that a number picks in this state, and compares. */
  void call(long choice) {
    List<Action> candidates = candidates(choice);
    Action action = candidates.get((int) Long.remainderUnsigned(choice >>> 8, candidates.size()));
    StepComparison.Expected expected = comparison.expected(state, action);
    exercised.addAll(RuleCoverage.exercised(model, state, action));
    int step = done.size();
    done.add(action);
    comparison
        .compare(step, expected, store.apply(action))
        .ifPresent(
            divergence -> {
              throw new DivergedError(model.constants(), done, divergence);
            });
    state = expected.after();
  }

  /** Ends the store; what it lost on the way is a divergence of the last step. */
  void finish() {
    Optional<Anomaly> lost = store.finish().stream().findFirst();
    if (lost.isPresent()) {
      throw new DivergedError(
          model.constants(),
          done,
          new Divergence(
              done.size(),
              new Action.Clear(),
              lost.get().rule(),
              "anomaly",
              "nothing lost at the end",
              lost.get().text()));
    }
  }

  Set<String> exercised() {
    return exercised;
  }

  int calls() {
    return done.size();
  }

  @Override
  public void close() {
    store.close();
  }

  private List<Action> candidates(long choice) {
    if (Long.remainderUnsigned(choice, REFUSAL_EVERY) == 0) {
      List<Action> declined = refusals.in(state);
      if (!declined.isEmpty()) {
        return declined;
      }
    }
    List<Action> candidates = new ArrayList<>();
    for (Step step : model.steps(state)) {
      int weight = step.action() instanceof Action.Put ? PUT_WEIGHT : 1;
      for (int i = 0; i < weight; i++) {
        candidates.add(step.action());
      }
    }
    return candidates;
  }
}
