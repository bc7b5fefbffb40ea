package dev.lockstep.model.lock;

import dev.lockstep.model.explore.IntGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All states and edges of the lock level, in memory. States are numbered breadth first. */
public final class LockStateGraph implements IntGraph {
  private final List<LockState> states = new ArrayList<>();
  private final List<LockStep.Label> labels = new ArrayList<>();
  private int[] firstOut = new int[1024];
  private int[] destinations = new int[1024];

  private LockStateGraph() {}

  /** Explores a model. */
  public static LockStateGraph of(LockModel model) {
    LockStateGraph graph = new LockStateGraph();
    Map<LockState, Integer> numbers = new HashMap<>();
    graph.states.add(model.initial());
    numbers.put(model.initial(), 0);
    for (int s = 0; s < graph.states.size(); s++) {
      graph.firstOut = withRoom(graph.firstOut, s + 1);
      for (LockStep step : model.steps(graph.states.get(s))) {
        int next = numbers.computeIfAbsent(step.after(), after -> graph.states.size());
        if (next == graph.states.size()) {
          graph.states.add(step.after());
        }
        graph.destinations = withRoom(graph.destinations, graph.labels.size());
        graph.destinations[graph.labels.size()] = next;
        graph.labels.add(step.label());
      }
      graph.firstOut[s + 1] = graph.labels.size();
    }
    return graph;
  }

  private static int[] withRoom(int[] array, int index) {
    return index < array.length ? array : Arrays.copyOf(array, array.length * 2);
  }

  public LockState state(int state) {
    return states.get(state);
  }

  public LockStep.Label label(int edge) {
    return labels.get(edge);
  }

  @Override
  public int stateCount() {
    return states.size();
  }

  @Override
  public int edgeCount() {
    return labels.size();
  }

  @Override
  public int firstOut(int state) {
    return firstOut[state];
  }

  @Override
  public int endOut(int state) {
    return firstOut[state + 1];
  }

  @Override
  public int destination(int edge) {
    return destinations[edge];
  }
}
