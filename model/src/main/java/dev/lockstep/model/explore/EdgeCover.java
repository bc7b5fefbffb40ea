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

  /** Of each state the first edge to each other state: what the search for a way looks at. */
  private final int[] ways;

  private final int[] firstWay;
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
    this.firstWay = new int[graph.stateCount() + 1];
    this.ways = ways();
    Arrays.fill(mark, -1);
  }

  private int[] ways() {
    int[] found = new int[graph.edgeCount()];
    int count = 0;
    for (int s = 0; s < graph.stateCount(); s++) {
      mark[s] = s;
      for (int edge = graph.firstOut(s); edge < graph.endOut(s); edge++) {
        int next = graph.destination(edge);
        if (mark[next] != s) {
          mark[next] = s;
          found[count++] = edge;
        }
      }
      firstWay[s + 1] = count;
    }
    return Arrays.copyOf(found, count);
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
      for (int way = firstWay[state]; way < firstWay[state + 1]; way++) {
        int edge = ways[way];
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
