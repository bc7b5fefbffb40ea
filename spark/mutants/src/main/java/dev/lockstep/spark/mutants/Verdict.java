package dev.lockstep.spark.mutants;

import java.util.List;

/**
 * What a run of checks on a mutant came to.
 *
 * @param status what became of it
 * @param stage of the check that noticed first, empty if none did
 * @param by that check
 * @param words what it said
 * @param traces the traces of the corpus that notice, if all were run
 * @param millis how long it took
 * @param checks how many were run
 */
public record Verdict(
    Status status,
    String stage,
    String by,
    String words,
    List<String> traces,
    long millis,
    int checks) {
  public Verdict {
    traces = List.copyOf(traces);
  }
}
