package dev.lockstep.model.lock;

/**
 * A transition: its label, and where it leads.
 *
 * @param label what was done
 * @param after the state after it
 */
public record LockStep(Label label, LockState after) {

  /**
   * An action with its parameters.
   *
   * @param action the action
   * @param t the thread
   * @param b the block's position, or {@link Frame#NO_BLOCK} for an action that has none
   */
  public record Label(LockAction action, int t, int b) {}
}
