package dev.lockstep.model.explore;

import dev.lockstep.model.Action;
import dev.lockstep.model.Model;
import dev.lockstep.model.StoreState;
import java.util.List;

/**
 * The labelled multigraph of a model. States are numbered in the order of a breadth-first search
 * from the initial states; an edge is a position in {@link Model#actions} and a destination.
 */
public final class StateGraph implements IntGraph {
  private final List<StoreState> states;
  private final List<Action> actions;
  private final int initialCount;
  private final int[] firstOut;
  private final int[] actionIds;
  private final int[] destinations;

  StateGraph(
      List<StoreState> states,
      List<Action> actions,
      int initialCount,
      int[] firstOut,
      int[] actionIds,
      int[] destinations) {
    this.states = states;
    this.actions = actions;
    this.initialCount = initialCount;
    this.firstOut = firstOut;
    this.actionIds = actionIds;
    this.destinations = destinations;
  }

  @Override
  public int stateCount() {
    return states.size();
  }

  @Override
  public int edgeCount() {
    return destinations.length;
  }

  /** The initial states are those numbered below this. */
  public int initialCount() {
    return initialCount;
  }

  public StoreState state(int state) {
    return states.get(state);
  }

  @Override
  public int firstOut(int state) {
    return firstOut[state];
  }

  @Override
  public int endOut(int state) {
    return firstOut[state + 1];
  }

  public Action action(int edge) {
    return actions.get(actionIds[edge]);
  }

  @Override
  public int destination(int edge) {
    return destinations[edge];
  }
}
