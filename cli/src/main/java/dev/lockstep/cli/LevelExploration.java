package dev.lockstep.cli;

import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.model.LabelledGraph;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** What {@code explore} does at one level: sees all states of the Java model and tells of them. */
interface LevelExploration {

  /**
   * Explores the model, says what it has found, and adds it to the result.
   *
   * @param statesMax how many states to see at most
   * @param progress is told the number of states now and then
   * @return whether the model keeps the config's properties, or breaks the one that it must
   */
  boolean explore(
      int statesMax, IntConsumer progress, ResultOption result, Map<String, Object> json);

  /** The model's graph, to be compared with TLC's. */
  LabelledGraph<?> graph();

  /** The two counts of a graph. */
  static Map<String, Object> counts(int states, long edges) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("states", states);
    counts.put("edges", edges);
    return counts;
  }
}
