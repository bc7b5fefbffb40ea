package dev.lockstep.model.lock;

/** A claim about the lock level, named like its twin in {@code MemoryStoreProperties.tla}. */
public sealed interface LockProperty {

  /** The name in the specification, such as {@code R3AccountingInv}. */
  String name();

  /** Holds in every state. */
  record Invariant(String name, InState holds) implements LockProperty {}

  /** Holds on every step. */
  record StepProperty(String name, OnStep holds) implements LockProperty {}

  /** Some call goes on as long as one has begun; asks the model for what is enabled. */
  record NoDeadlock(String name) implements LockProperty {}

  /** A claim about one state. */
  @FunctionalInterface
  interface InState {
    boolean test(LockView state);
  }

  /** A claim about two states in a row. */
  @FunctionalInterface
  interface OnStep {
    boolean test(LockView before, LockView after);
  }
}
