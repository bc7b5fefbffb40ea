/**
 * A discrete-event simulation of tasks that share one store, and the random hunt for divergences.
 *
 * <p>The store is the model itself: a policy hands out a {@link dev.lockstep.model.Model}, so that
 * what is simulated is what is explored, compared with TLC and replayed on the real store. All
 * chance comes from one seed, all time from {@link dev.lockstep.simulator.Clock}.
 */
@NullMarked
package dev.lockstep.simulator;

import org.jspecify.annotations.NullMarked;
