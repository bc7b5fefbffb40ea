/** The policies, one class each: the proposal, the rivals X1 to X4, today's copy, the optimum. */
@NullMarked
package dev.lockstep.simulator.policy;

import org.jspecify.annotations.NullMarked;
