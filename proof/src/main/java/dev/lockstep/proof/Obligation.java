package dev.lockstep.proof;

/**
 * One thing to prove.
 *
 * @param action the action that has to keep the formula; {@value #INIT} or {@value #IMPLIED} for
 *     the other two kinds
 * @param formula the conjunct of the invariant, or R5
 */
public record Obligation(String action, String formula) {
  /** The initial states have it. */
  public static final String INIT = "Init";

  /** The invariant implies it. */
  public static final String IMPLIED = "ReleaseInductiveInv";

  @Override
  public String toString() {
    return action.equals(INIT) || action.equals(IMPLIED)
        ? action + " => " + formula
        : action + " keeps " + formula;
  }
}
