package dev.lockstep.traces;

/**
 * Something that a store did and that no model ever does, seen from inside a call: a release on
 * another thread, a payload freed twice, bytes that are no whole number of units.
 *
 * @param rule the rule of the contract that forbids it
 * @param text what was seen, one clause, naming the block
 */
public record Anomaly(String rule, String text) {}
