/** Searches: for calls on which a store and the model part, and for the worst case of a policy. */
@NullMarked
package dev.lockstep.simulator.hunt;

import org.jspecify.annotations.NullMarked;
