package dev.lockstep.schedule.scenario;

import dev.lockstep.schedule.Ending;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of one run, as far as anybody outside could tell.
 *
 * @param ending how it ended
 * @param results for each thread what its calls returned or threw; a call that has not returned is
 *     the last, {@code …}
 * @param state the store at the end, as text; empty after a hang
 */
public record Outcome(Ending ending, List<List<String>> results, String state) {
  public Outcome {
    results = results.stream().map(List::copyOf).toList();
  }

  /** What each thread was in the middle of when the run hung, or had done last. */
  public String waits() {
    return results.stream()
        .map(r -> r.isEmpty() ? "" : r.get(r.size() - 1))
        .collect(Collectors.joining(" | "));
  }

  @Override
  public String toString() {
    return (ending.hangs() ? ending + " " : "")
        + String.join(" | ", results.stream().map(r -> String.join(", ", r)).toList())
        + (state.isEmpty() ? "" : "   " + state);
  }
}
