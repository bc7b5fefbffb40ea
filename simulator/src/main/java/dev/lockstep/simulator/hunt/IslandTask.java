package dev.lockstep.simulator.hunt;

import java.io.Serializable;

/**
 * What one island has to do in one round. Names and numbers alone, so that it can be sent to
 * another JVM, and the same there.
 *
 * @param policy name of the policy
 * @param goal name of the goal
 * @param universe name of the universe
 * @param seed seed of the hunt
 * @param length calls in a genome
 * @param round which round it is
 * @param evaluations genomes to try
 * @param state what the island knows
 */
public record IslandTask(
    String policy,
    String goal,
    String universe,
    long seed,
    int length,
    int round,
    int evaluations,
    IslandState state)
    implements Serializable {}
