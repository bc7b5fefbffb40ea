package dev.lockstep.simulator.hunt;

import dev.lockstep.model.Constants;

/**
 * A small fixed set of constants to search in.
 *
 * @param name what it is about, in a word or two
 * @param constants the constants
 */
public record Universe(String name, Constants constants) {}
