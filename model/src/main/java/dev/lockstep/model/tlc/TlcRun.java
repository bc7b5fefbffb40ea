package dev.lockstep.model.tlc;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A finished run.
 *
 * @param graph the part of the state graph that TLC has seen, all of it when the properties hold;
 *     null when none was wanted or the run failed
 * @param edgesByAction how often each action is taken, in distinct edges; 0 for one that is tried
 *     and never taken; empty when no graph was wanted
 * @param kept whether TLC did not run now: what an earlier run on the same text came to is told
 */
public record TlcRun(
    TlcResult result,
    @Nullable TlcGraph graph,
    SortedMap<String, Long> edgesByAction,
    boolean kept) {
  public TlcRun {
    edgesByAction = Collections.unmodifiableSortedMap(new TreeMap<>(edgesByAction));
  }

  /** One that has just ended. */
  TlcRun(TlcResult result, @Nullable TlcGraph graph) {
    this(result, graph, graph == null ? new TreeMap<>() : graph.edgesByAction(), false);
  }

  /** The same without the graph, which may be large. */
  public TlcRun withoutGraph() {
    return new TlcRun(result, null, edgesByAction, kept);
  }
}
