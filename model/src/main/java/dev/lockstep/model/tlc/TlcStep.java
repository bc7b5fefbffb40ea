package dev.lockstep.model.tlc;

import org.jspecify.annotations.Nullable;

/**
 * One step of a counterexample, in {@link CanonicalText}.
 *
 * @param label the action with its parameters and outcome; null for the initial state
 * @param state the state that the step leads to
 */
public record TlcStep(@Nullable String label, String state) {}
