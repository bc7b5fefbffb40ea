package dev.lockstep.simulator.hunt;

/** What a hunt looks for. A goal is one class and a line in {@link Goals}. */
public interface Goal {

  /** The word on the command line. */
  String name();

  /** What its score counts, for a person. */
  String counts();

  /** How bad it was; 0 if there is nothing. */
  long score(GenomeRun.Outcome outcome);

  /** A score that is bad enough to end the search. */
  default long enough() {
    return Long.MAX_VALUE;
  }
}
