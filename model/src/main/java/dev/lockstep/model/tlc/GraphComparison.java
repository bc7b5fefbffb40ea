package dev.lockstep.model.tlc;

import dev.lockstep.model.Model;
import dev.lockstep.model.SpecText;
import dev.lockstep.model.Step;
import dev.lockstep.model.StoreState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proves the labelled multigraph of the model equal to TLC's, in both directions, or finds the
 * first difference. A label holds the action, its parameters and the outcome, so results, order of
 * events and evictions are compared as well as states.
 *
 * <p>The walk pairs states from the initial ones on, breadth first. A pair is sound if the two have
 * the same canonical text; each edge of the one must be an edge of the other with the same label
 * and a paired destination, and they must have equally many. As every state of either graph is
 * reached from an initial one, that pairs the graphs whole.
 */
public final class GraphComparison {
  private final Model model;
  private final TlcGraph tlc;
  private final SpecText text;
  private final @Nullable StoreState[] paired;
  private final int[] parents;
  private final int[] parentEdges;
  private int edges;

  public GraphComparison(Model model, TlcGraph tlc) {
    this.model = model;
    this.tlc = tlc;
    this.text = new SpecText(model.constants());
    this.paired = new @Nullable StoreState[tlc.stateCount()];
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
    List<StoreState> initial = model.initialStates();
    Map<String, StoreState> byText = new HashMap<>();
    initial.forEach(state -> byText.put(text.state(state), state));
    for (int id : tlc.initial()) {
      StoreState twin = byText.remove(tlc.stateText(id));
      if (twin == null) {
        return different(-1, "initial state", "nothing", tlc.stateText(id));
      }
      paired[id] = twin;
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
    for (Step step : model.steps(stateAt(source))) {
      String label = text.label(step);
      Integer edge = tlcOut.remove(label);
      if (edge == null) {
        return different(source, "edge", label, nearest(step, tlcOut));
      }
      int destination = tlc.edgeDestination(edge);
      StoreState twin = paired[destination];
      if (twin == null) {
        String after = text.state(step.after());
        if (!after.equals(tlc.stateText(destination))) {
          return different(source, "state after " + label, after, tlc.stateText(destination));
        }
        paired[destination] = step.after();
        parents[destination] = source;
        parentEdges[destination] = edge;
        queue.add(destination);
      } else if (!twin.equals(step.after())) {
        return different(
            source, "state after " + label, text.state(step.after()), tlc.stateText(destination));
      }
      edges++;
    }
    if (!tlcOut.isEmpty()) {
      return different(source, "edge", "nothing", tlcOut.keySet().iterator().next());
    }
    return null;
  }

  /** TLC's edge of the same action, if it has one that only did something else. */
  private String nearest(Step step, Map<String, Integer> tlcOut) {
    String label = text.label(step);
    String prefix = label.substring(0, label.indexOf("\"outcome\""));
    return tlcOut.keySet().stream().filter(l -> l.startsWith(prefix)).findFirst().orElse("nothing");
  }

  private StoreState stateAt(int id) {
    StoreState state = paired[id];
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
