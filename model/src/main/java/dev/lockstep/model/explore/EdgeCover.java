package dev.lockstep.model.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks from an initial state that together take every edge of a graph. A walk goes on as long as
 * an edge not yet taken can be reached: first one out of the state at hand, else by the shortest
 * way to the nearest state that still has one. Deterministic.
 */
public final class EdgeCover {
  private final IntGraph graph;
  private final int walkMax;
  private final int[] nextOut;
  private final int[] reachedBy;
  private final int[] reachedFrom;
  private final int[] mark;
  private final int[] queue;
  private int round;
  private int left;

  /**
   * @param graph the graph to cover
   * @param walkMax edges in one walk at most, beyond which a new one begins
   */
  public EdgeCover(IntGraph graph, int walkMax) {
    this.graph = graph;
    this.walkMax = walkMax;
    this.left = graph.edgeCount();
    this.nextOut = new int[graph.stateCount()];
    this.reachedBy = new int[graph.stateCount()];
    this.reachedFrom = new int[graph.stateCount()];
    this.mark = new int[graph.stateCount()];
    this.queue = new int[graph.stateCount()];
    for (int s = 0; s < graph.stateCount(); s++) {
      nextOut[s] = graph.firstOut(s);
    }
    Arrays.fill(mark, -1);
  }

  /** Whether every edge is taken. */
  public boolean done() {
    return left == 0;
  }

  /** The next walk: edges, the first of which leaves the first initial state. */
  public List<Integer> nextWalk() {
    List<Integer> walk = new ArrayList<>();
    int state = 0;
    while (left > 0 && walk.size() < walkMax) {
      if (nextOut[state] < graph.endOut(state)) {
        int edge = nextOut[state]++;
        left--;
        walk.add(edge);
        state = graph.destination(edge);
      } else {
        List<Integer> way = wayToUntaken(state);
        if (way.isEmpty()) {
          break;
        }
        walk.addAll(way);
        state = graph.destination(way.get(way.size() - 1));
      }
    }
    return walk;
  }

  private List<Integer> wayToUntaken(int from) {
    round++;
    int head = 0;
    int tail = 0;
    queue[tail++] = from;
    mark[from] = round;
    while (head < tail) {
      int state = queue[head++];
      if (nextOut[state] < graph.endOut(state)) {
        ArrayDeque<Integer> way = new ArrayDeque<>();
        for (int s = state; s != from; s = reachedFrom[s]) {
          way.addFirst(reachedBy[s]);
        }
        return new ArrayList<>(way);
      }
      for (int edge = graph.firstOut(state); edge < graph.endOut(state); edge++) {
        int next = graph.destination(edge);
        if (mark[next] != round) {
          mark[next] = round;
          reachedBy[next] = edge;
          reachedFrom[next] = state;
          queue[tail++] = next;
        }
      }
    }
    return List.of();
  }
}
