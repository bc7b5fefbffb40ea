package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.StoreState;
import java.util.List;

/** The model as a store under test: what {@code replay --store model} checks a file against. */
public final class ModelStore implements StoreUnderTest {
  private final StepComparison comparison;
  private final Constants constants;
  private StoreState state;

  private ModelStore(Constants constants) {
    ContractModel model = new ContractModel(constants);
    this.constants = constants;
    this.comparison = new StepComparison(model);
    this.state = model.initialStates().get(0);
  }

  /** Makes model stores. */
  public static Factory factory() {
    return new Factory() {
      @Override
      public String description() {
        return "model";
      }

      @Override
      public StoreUnderTest create(Constants constants) {
        return new ModelStore(constants);
      }
    };
  }

  @Override
  public Observation apply(Action action) {
    StepComparison.Expected expected = comparison.expected(state, action);
    state = expected.after();
    return comparison.observation(expected);
  }

  @Override
  public StoreSnapshot snapshot() {
    return StoreSnapshot.of(constants, state);
  }

  @Override
  public List<Anomaly> finish() {
    return List.of();
  }
}
