package dev.lockstep.model.explore;

/** The shape of a graph: states and edges are numbers. Parallel edges are edges of their own. */
public interface IntGraph {
  int stateCount();

  int edgeCount();

  /** The first edge out of a state; its edges are numbered consecutively. */
  int firstOut(int state);

  /** One past the last edge out of a state. */
  int endOut(int state);

  int destination(int edge);
}
