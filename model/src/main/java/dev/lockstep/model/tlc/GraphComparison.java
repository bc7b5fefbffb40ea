package dev.lockstep.model.tlc;

import dev.lockstep.model.LabelledGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proves the labelled multigraph of a model equal to TLC's, in both directions, or finds the first
 * difference. At contract level a label holds the action, its parameters and the outcome, so
 * results, order of events and evictions are compared as well as states.
 *
 * <p>The walk pairs states from the initial ones on, breadth first. A pair is sound if the two have
 * the same canonical text; each edge of the one must be an edge of the other with the same label
 * and a paired destination, and they must have equally many. As every state of either graph is
 * reached from an initial one, that pairs the graphs whole.
 *
 * @param <S> a state of the model
 */
public final class GraphComparison<S> {
  private final LabelledGraph<S> model;
  private final TlcGraph tlc;
  private final List<@Nullable S> paired;
  private final int[] parents;
  private final int[] parentEdges;
  private int edges;

  public GraphComparison(LabelledGraph<S> model, TlcGraph tlc) {
    this.model = model;
    this.tlc = tlc;
    this.paired = new ArrayList<>(Collections.nCopies(tlc.stateCount(), null));
    this.parents = new int[tlc.stateCount()];
    this.parentEdges = new int[tlc.stateCount()];
    Arrays.fill(parents, -1);
  }

  /** How the comparison ended. */
  public sealed interface Verdict {

    /** The two graphs are equal. */
    record Equal(int states, int edges) implements Verdict {}

    /**
     * The first difference.
     *
     * @param path labels of TLC's edges from the initial state to where the graphs part
     * @param what what differs there
     * @param inModel what the model has, or "nothing"
     * @param inTlc what TLC has, or "nothing"
     */
    record Different(List<String> path, String what, String inModel, String inTlc)
        implements Verdict {
      public Different {
        path = List.copyOf(path);
      }

      /** For a person: the way there, a label a line, then the two sides. */
      public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("the graphs part after " + path.size() + " steps: " + what);
        path.forEach(label -> lines.add("  " + label));
        lines.add("  model: " + inModel);
        lines.add("  TLC:   " + inTlc);
        return lines;
      }
    }
  }

  /** Compares; call once. */
  public Verdict compare() {
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    Map<String, S> byText = new HashMap<>();
    model.initial().forEach(state -> byText.put(model.text(state), state));
    for (int id : tlc.initial()) {
      S twin = byText.remove(tlc.stateText(id));
      if (twin == null) {
        return different(-1, "initial state", "nothing", tlc.stateText(id));
      }
      paired.set(id, twin);
      queue.add(id);
    }
    if (!byText.isEmpty()) {
      return different(-1, "initial state", byText.keySet().iterator().next(), "nothing");
    }
    int states = 0;
    while (!queue.isEmpty()) {
      states++;
      Verdict difference = compareOut(queue.remove(), queue);
      if (difference != null) {
        return difference;
      }
    }
    if (states != tlc.stateCount()) {
      return different(-1, "number of states", states + "", tlc.stateCount() + "");
    }
    return new Verdict.Equal(states, edges);
  }

  private @Nullable Verdict compareOut(int source, ArrayDeque<Integer> queue) {
    Map<String, Integer> tlcOut = new HashMap<>();
    for (int e = tlc.firstOutEdge(source); e < tlc.endOutEdge(source); e++) {
      if (tlcOut.put(tlc.edgeLabel(e), e) != null) {
        return different(source, "edge", "one destination", "two for " + tlc.edgeLabel(e));
      }
    }
    for (LabelledGraph.Edge<S> step : model.edges(stateAt(source))) {
      String label = step.label();
      Integer edge = tlcOut.remove(label);
      if (edge == null) {
        return different(source, "edge", label, nearest(label, tlcOut));
      }
      int destination = tlc.edgeDestination(edge);
      S twin = paired.get(destination);
      if (twin == null) {
        String after = model.text(step.after());
        if (!after.equals(tlc.stateText(destination))) {
          return different(source, "state after " + label, after, tlc.stateText(destination));
        }
        paired.set(destination, step.after());
        parents[destination] = source;
        parentEdges[destination] = edge;
        queue.add(destination);
      } else if (!twin.equals(step.after())) {
        return different(
            source, "state after " + label, model.text(step.after()), tlc.stateText(destination));
      }
      edges++;
    }
    if (!tlcOut.isEmpty()) {
      return different(source, "edge", "nothing", tlcOut.keySet().iterator().next());
    }
    return null;
  }

  /** TLC's edge of the same action, if it has one that only did something else. */
  private static String nearest(String label, Map<String, Integer> tlcOut) {
    int outcome = label.indexOf("\"outcome\"");
    String prefix = outcome < 0 ? label : label.substring(0, outcome);
    return tlcOut.keySet().stream().filter(l -> l.startsWith(prefix)).findFirst().orElse("nothing");
  }

  private S stateAt(int id) {
    S state = paired.get(id);
    if (state == null) {
      throw new IllegalStateException("state " + id + " was queued without its twin");
    }
    return state;
  }

  private Verdict different(int state, String what, String inModel, String inTlc) {
    List<String> path = new ArrayList<>();
    for (int id = state; id >= 0 && parents[id] >= 0; id = parents[id]) {
      path.add(0, tlc.edgeLabel(parentEdges[id]));
    }
    return new Verdict.Different(path, what, inModel, inTlc);
  }
}
