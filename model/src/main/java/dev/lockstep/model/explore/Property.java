package dev.lockstep.model.explore;

import dev.lockstep.model.Constants;
import dev.lockstep.model.Step;
import dev.lockstep.model.StoreState;
import java.util.function.BiPredicate;

/** A claim about a model, named like its twin in {@code EvictionProperties.tla}. */
public sealed interface Property {

  /** The name in the specification, such as {@code R3AccountingInv}. */
  String name();

  /** Holds in every state. */
  record Invariant(String name, BiPredicate<Constants, StoreState> holds) implements Property {}

  /** Holds on every step. */
  record StepProperty(String name, BiPredicate<Constants, Step> holds) implements Property {}

  /** Happens on some step; else the other properties may hold for want of cases. */
  record Reachable(String name, BiPredicate<Constants, Step> happens) implements Property {}
}
