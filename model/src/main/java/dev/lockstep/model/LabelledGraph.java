package dev.lockstep.model;

import java.util.List;

/**
 * A labelled multigraph whose states and labels have canonical texts, at either level. What is
 * compared with TLC's graph.
 *
 * @param <S> a state, equal to another exactly if their texts are
 */
public interface LabelledGraph<S> {

  /** Where it starts. */
  List<S> initial();

  /** The canonical text of a state. */
  String text(S state);

  /** The edges out of a state. */
  List<Edge<S>> edges(S state);

  /**
   * An edge.
   *
   * @param label its canonical text: the action, its parameters, and the outcome if there is one
   * @param after the state it leads to
   */
  record Edge<S>(String label, S after) {}
}
