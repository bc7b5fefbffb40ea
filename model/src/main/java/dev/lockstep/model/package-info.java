/**
 * The one Java semantics of the store: states, actions and what each call does, at contract level.
 *
 * <p>Everything here mirrors {@code spec/EvictionContract.tla}: same names, same parameters, same
 * order of effects. The explorer compares the two graphs edge by edge; the simulator runs this code
 * and the real store is compared with it.
 */
@NullMarked
package dev.lockstep.model;

import org.jspecify.annotations.NullMarked;
