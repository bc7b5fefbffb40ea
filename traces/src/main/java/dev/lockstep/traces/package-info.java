/**
 * Traces and what is done with them: the format and its codec, the comparison of a store with the
 * model step by step, refusals, covers, shrinking.
 *
 * <p>This package knows neither Spark nor the simulator; both give it a {@link
 * dev.lockstep.traces.StoreUnderTest}.
 */
@NullMarked
package dev.lockstep.traces;

import org.jspecify.annotations.NullMarked;
