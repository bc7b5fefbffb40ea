package dev.lockstep.model;

/**
 * A labelled transition.
 *
 * @param before the state it starts from
 * @param action the call
 * @param outcome what the call returned and did
 * @param after the state it leads to
 */
public record Step(StoreState before, Action action, Outcome outcome, StoreState after) {}
