/**
 * Running a workload or a recorded trace on a store: tasks in simulated time, or one request after
 * the other.
 */
@NullMarked
package dev.lockstep.simulator.run;

import org.jspecify.annotations.NullMarked;
