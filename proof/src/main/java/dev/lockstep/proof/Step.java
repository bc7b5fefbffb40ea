package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;

/**
 * One step from a state.
 *
 * @param guard when it can be taken
 * @param next the state after it
 */
record Step(BoolExpr guard, State next) {}
