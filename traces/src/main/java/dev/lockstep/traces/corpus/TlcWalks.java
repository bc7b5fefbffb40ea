package dev.lockstep.traces.corpus;

import dev.lockstep.model.tlc.TlcGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks of bounded length from the initial state that together take every edge of TLC's graph. A
 * walk takes what is new where it stands, else goes the shortest way to the nearest new edge; it
 * ends where that way is too long, and the next begins on a fresh store.
 */
final class TlcWalks {
  private static final int NONE = -1;

  private final TlcGraph graph;
  private final int walkMax;
  private final boolean[] taken;
  private final int[] nextOut;

  private TlcWalks(TlcGraph graph, int walkMax) {
    this.graph = graph;
    this.walkMax = walkMax;
    this.taken = new boolean[graph.edgeCount()];
    this.nextOut = new int[graph.stateCount()];
    for (int s = 0; s < nextOut.length; s++) {
      nextOut[s] = graph.firstOutEdge(s);
    }
  }

  /** The walks, each a list of edges; every edge that can be reached in a walk is in one. */
  static List<List<Integer>> of(TlcGraph graph, int walkMax) {
    TlcWalks walks = new TlcWalks(graph, walkMax);
    List<List<Integer>> all = new ArrayList<>();
    for (List<Integer> walk = walks.next(); !walk.isEmpty(); walk = walks.next()) {
      all.add(walk);
    }
    return all;
  }

  private List<Integer> next() {
    List<Integer> walk = new ArrayList<>();
    int state = graph.initial()[0];
    while (walk.size() < walkMax) {
      List<Integer> way = wayToUntaken(state);
      if (way.isEmpty() || walk.size() + way.size() > walkMax) {
        break;
      }
      for (int edge : way) {
        taken[edge] = true;
        walk.add(edge);
        state = graph.edgeDestination(edge);
      }
    }
    return walk;
  }

  /** The shortest way that ends with an edge not yet taken, or nothing. */
  private List<Integer> wayToUntaken(int from) {
    int[] reachedBy = new int[graph.stateCount()];
    Arrays.fill(reachedBy, NONE);
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(from));
    while (!queue.isEmpty()) {
      int state = queue.remove();
      int fresh = untakenOut(state);
      if (fresh != NONE) {
        ArrayDeque<Integer> way = new ArrayDeque<>(List.of(fresh));
        for (int s = state; s != from; s = graph.edgeSource(reachedBy[s])) {
          way.addFirst(reachedBy[s]);
        }
        return new ArrayList<>(way);
      }
      for (int edge = graph.firstOutEdge(state); edge < graph.endOutEdge(state); edge++) {
        int next = graph.edgeDestination(edge);
        if (next != from && reachedBy[next] == NONE) {
          reachedBy[next] = edge;
          queue.add(next);
        }
      }
    }
    return List.of();
  }

  private int untakenOut(int state) {
    while (nextOut[state] < graph.endOutEdge(state) && taken[nextOut[state]]) {
      nextOut[state]++;
    }
    return nextOut[state] < graph.endOutEdge(state) ? nextOut[state] : NONE;
  }
}
