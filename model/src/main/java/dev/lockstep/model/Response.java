package dev.lockstep.model;

/** How the model answers an action in a state. */
public sealed interface Response {

  /** The action is enabled: this is its step. */
  record Taken(Step step) implements Response {}

  /**
   * The store refuses, or would wait, and is unchanged.
   *
   * @param result {@link Result#REFUSED} or {@link Result#WAITS}
   * @param rule the rule of the contract that says so
   * @param reason one clause for a person
   */
  record Declined(Result result, String rule, String reason) implements Response {}

  /** The action lies beyond a bound of the configuration; the store has no opinion on it. */
  record OutOfBounds(String bound) implements Response {}
}
