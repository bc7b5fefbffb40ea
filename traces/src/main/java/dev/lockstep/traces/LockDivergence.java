package dev.lockstep.traces;

/**
 * The first place where a store and a trace of the lock level part.
 *
 * @param step index of the step, from 0; the number of steps for the end of the trace
 * @param action the step in words; {@code "the end"} after the last
 * @param rule the rule of the contract that speaks about the field
 * @param field a field of {@link LockObservation}, {@code step} if the step was not taken, {@code
 *     loop} if the run does not return to where it should, {@code anomaly}
 * @param expected what the trace has
 * @param actual what the store has
 */
public record LockDivergence(
    int step, String action, String rule, String field, String expected, String actual) {}
