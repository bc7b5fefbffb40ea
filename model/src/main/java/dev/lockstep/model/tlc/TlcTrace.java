package dev.lockstep.model.tlc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the trace of a counterexample. A VIEW makes TLC's own printout unreliable: it rebuilds each
 * step from fingerprints, and of two actions between the same two states it may print the innocent
 * one. With one worker the edge seen last is the one that broke a safety property.
 */
final class TlcTrace {
  private static final int NONE = -1;

  private TlcTrace() {}

  /** The exact trace: a shortest path to the edge that TLC had just handed over when it stopped. */
  static List<TlcStep> toLastEdge(TlcGraph graph) {
    int[] last = graph.last();
    List<TlcStep> steps = new ArrayList<>();
    if (last.length == 1) {
      steps.add(new TlcStep(null, graph.stateText(last[0])));
    } else if (last.length == 3) {
      steps.addAll(pathTo(graph, last[0]));
      steps.add(new TlcStep(graph.labelText(last[2]), graph.stateText(last[1])));
    }
    return steps;
  }

  /** The trace that TLC printed; where a graph is at hand, its labels supply the parameters. */
  static List<TlcStep> printed(List<PrintedState> printed, @Nullable TlcGraph graph) {
    Map<String, Integer> states = graph == null ? Map.of() : graph.statesByText();
    List<TlcStep> steps = new ArrayList<>();
    for (int i = 0; i < printed.size(); i++) {
      PrintedState state = printed.get(i);
      String label = i == 0 ? null : state.label();
      if (i > 0 && graph != null) {
        Integer from = states.get(printed.get(i - 1).state());
        Integer to = states.get(state.state());
        label = from == null || to == null ? label : labelOf(graph, from, to, state);
      }
      steps.add(new TlcStep(label, state.state()));
    }
    return steps;
  }

  private static String labelOf(TlcGraph graph, int from, int to, PrintedState printed) {
    String start = "{\"action\":" + CanonicalText.string(String.valueOf(printed.action()));
    String end = printed.outcome() == null ? "}" : ",\"outcome\":" + printed.outcome() + "}";
    return graph
        .outEdges(from)
        .filter(edge -> graph.edgeDestination(edge) == to)
        .mapToObj(graph::edgeLabel)
        .filter(label -> label.startsWith(start) && label.endsWith(end))
        .findFirst()
        .orElse(printed.label());
  }

  private static List<TlcStep> pathTo(TlcGraph graph, int target) {
    int[] reachedBy = new int[graph.stateCount()];
    Arrays.fill(reachedBy, NONE);
    boolean[] seen = new boolean[graph.stateCount()];
    Deque<Integer> queue = new ArrayDeque<>();
    for (int state : graph.initial()) {
      seen[state] = true;
      queue.add(state);
    }
    while (!queue.isEmpty() && !seen[target]) {
      int state = queue.remove();
      for (int edge = graph.firstOutEdge(state); edge < graph.endOutEdge(state); edge++) {
        int next = graph.edgeDestination(edge);
        if (!seen[next]) {
          seen[next] = true;
          reachedBy[next] = edge;
          queue.add(next);
        }
      }
    }
    Deque<TlcStep> path = new ArrayDeque<>();
    int state = target;
    for (int edge = reachedBy[state]; edge != NONE; edge = reachedBy[state]) {
      path.addFirst(new TlcStep(graph.edgeLabel(edge), graph.stateText(state)));
      state = graph.edgeSource(edge);
    }
    path.addFirst(new TlcStep(null, graph.stateText(state)));
    return List.copyOf(path);
  }
}
