package dev.lockstep.traces;

import dev.lockstep.model.Action;

/**
 * The first place where a store and the model part.
 *
 * @param step index of the step, from 0; equal to the number of steps for the end of the trace
 * @param action the call at that step
 * @param rule the rule of the contract that speaks about the field
 * @param field what differs: departures, releases, events, result, amount, lru, locks, used, pool,
 *     locks, unroll, exec, anomaly
 * @param expected what the model has
 * @param actual what the store has
 */
public record Divergence(
    int step, Action action, String rule, String field, String expected, String actual) {}
