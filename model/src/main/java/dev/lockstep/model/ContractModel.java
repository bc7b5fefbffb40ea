package dev.lockstep.model;

import dev.lockstep.model.Action.AcquireExecution;
import dev.lockstep.model.Action.AcquireUnroll;
import dev.lockstep.model.Action.Clear;
import dev.lockstep.model.Action.Get;
import dev.lockstep.model.Action.Pin;
import dev.lockstep.model.Action.PutDeserialized;
import dev.lockstep.model.Action.PutNative;
import dev.lockstep.model.Action.PutSerialized;
import dev.lockstep.model.Action.ReleaseExecution;
import dev.lockstep.model.Action.ReleaseUnroll;
import dev.lockstep.model.Action.Remove;
import dev.lockstep.model.Action.TaskEnd;
import dev.lockstep.model.Action.Unlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The store at contract level: each call is one step. The Java twin of {@code
 * spec/EvictionContract.tla}, action by action; {@link ContractResponder} has the actions.
 */
public final class ContractModel implements Model {
  private final Constants constants;
  private final List<Action> actions;
  private final List<Action> misuses;
  private final Map<String, Integer> positions = new HashMap<>();

  public ContractModel(Constants constants) {
    this.constants = constants;
    this.actions = List.copyOf(actionsOf(constants));
    this.misuses = List.copyOf(misusesOf(constants));
    for (int b = 0; b < constants.blocks().size(); b++) {
      positions.put(constants.blocks().get(b).id(), b);
    }
  }

  @Override
  public Constants constants() {
    return constants;
  }

  @Override
  public List<StoreState> initialStates() {
    return List.of(StoreState.initial(constants));
  }

  @Override
  public List<Action> actions() {
    return actions;
  }

  @Override
  public List<Action> misuses() {
    return misuses;
  }

  @Override
  public Response respond(StoreState state, Action action) {
    return action.accept(new ContractResponder(constants, positions, state));
  }

  // The actions of a configuration, in the order of Next

  private static List<Action> actionsOf(Constants constants) {
    List<Action> actions = new ArrayList<>();
    for (int t = 1; t <= constants.tasks(); t++) {
      for (BlockSpec block : constants.blocks()) {
        String b = block.id();
        actions.add(
            switch (block.kind()) {
              case NATIVE -> new PutNative(t, b);
              case SERIALIZED -> new PutSerialized(t, b);
              case DESERIALIZED -> new PutDeserialized(t, b);
            });
        actions.add(block.kind().isNative() ? new Pin(t, b) : new Get(t, b));
        actions.add(new Unlock(t, b));
        actions.add(new Remove(t, b));
      }
      for (MemoryMode m : MemoryMode.values()) {
        if (constants.executionModes().contains(m)) {
          for (int n : constants.demands()) {
            actions.add(new AcquireExecution(t, m, n));
            actions.add(new ReleaseExecution(t, m, n));
          }
        }
        if (constants.unrollModes().contains(m)) {
          actions.add(new AcquireUnroll(t, m));
        }
        actions.add(new ReleaseUnroll(t, m));
      }
      actions.add(new TaskEnd(t));
    }
    actions.add(new Clear());
    return actions;
  }

  /**
   * R2, R9: calls of the wrong kind that reach the real store. A native put or a pin of a JVM id
   * does not: Java's types rule it out before.
   */
  private static List<Action> misusesOf(Constants constants) {
    List<Action> misuses = new ArrayList<>();
    for (int t = 1; t <= constants.tasks(); t++) {
      for (BlockSpec block : constants.blocks()) {
        String b = block.id();
        if (block.kind().isNative()) {
          misuses.add(new PutSerialized(t, b));
          misuses.add(new PutDeserialized(t, b));
          misuses.add(new Get(t, b));
        }
      }
    }
    return misuses;
  }
}
