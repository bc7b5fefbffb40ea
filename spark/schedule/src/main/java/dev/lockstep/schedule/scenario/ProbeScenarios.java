package dev.lockstep.schedule.scenario;

import java.util.List;

/**
 * Scenarios of one thread for what pairs of operations don't reach: calls that only some versions
 * of Spark have, and callers that no pair has, such as a task that is being killed.
 */
public final class ProbeScenarios {
  private static final List<String> PROBES =
      List.of(
          // SPARK-53001: memory that is neither storage's nor execution's, in the fail-fast check
          // of a put, in what execution may grow to, and in what it takes back from storage.
          "1: unmanaged 2; put s2a",
          "1: unmanaged 2; withMemory 3",
          "[9 put s2a] 1: unmanaged 1; withMemory 3",
          "1: unmanaged 1; putValues v2a",
          // What an index of the block infos says, after a put and after a removal.
          "[9 put r1a; 9 put r1b] 1: rddIds; remove r1a; rddIds",
          "1: broadcastIds",
          "1: sessionIds",
          // A thread that is interrupted while it unrolls, a task that is killed meanwhile.
          "1: putValuesInterrupted v2a",
          "[9 putValues v2a] 1: putValuesInterrupted v2b",
          "1: putIterator s1a; remove s1a",
          "1: putIteratorKilled s1a; remove s1a");

  private ProbeScenarios() {}

  /** All of them; a version without the call answers {@code no such call}. */
  public static List<Scenario> all() {
    return PROBES.stream().map(Scenario::parse).toList();
  }
}
