package dev.lockstep.spark.context.launch;

import java.util.List;
import java.util.TreeSet;

/** The results of one run, in the order in which the probes ran. */
public record Report(List<Result> results) {
  public Report {
    results = List.copyOf(results);
  }

  /** True if there is a result, and all of them passed. */
  public boolean passed() {
    return !results.isEmpty() && failed().isEmpty();
  }

  public List<Result> failed() {
    return results.stream().filter(result -> !result.passed()).toList();
  }

  /** The results about one rule, {@code R5}. */
  public List<Result> about(String rule) {
    return results.stream().filter(result -> result.rule().equals(rule)).toList();
  }

  /** The rules that at least one probe was about, sorted as text. */
  public List<String> rules() {
    return List.copyOf(new TreeSet<>(results.stream().map(Result::rule).toList()));
  }
}
