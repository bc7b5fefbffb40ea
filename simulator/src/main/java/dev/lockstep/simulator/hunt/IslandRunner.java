package dev.lockstep.simulator.hunt;

import java.util.List;

/** Where the islands of a round run: on threads, or elsewhere. The answer is the same. */
public interface IslandRunner {

  /** Runs a round; the answers in the order of the tasks. */
  List<IslandState> run(List<IslandTask> tasks);
}
