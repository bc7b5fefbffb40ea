package dev.lockstep.proof;

import com.microsoft.z3.BoolExpr;
import java.util.function.Function;

/** A named formula on states: a part of the invariant, or R5. */
record Conjunct(String name, Function<State, BoolExpr> formula) {}
