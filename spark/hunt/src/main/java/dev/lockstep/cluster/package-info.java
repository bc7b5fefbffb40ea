/**
 * Hunts spread over a Spark cluster. Spark is nothing but the engine here: an island of a round is
 * a task. The only place that sees both Spark and the simulator.
 */
@NullMarked
package dev.lockstep.cluster;

import org.jspecify.annotations.NullMarked;
