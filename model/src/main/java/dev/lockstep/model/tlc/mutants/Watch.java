package dev.lockstep.model.tlc.mutants;

/**
 * How a run of the specification as it is shows whether a piece of it matters: a piece that does
 * not is missed by nobody, and its mutant has the same run.
 *
 * @param kind what is looked at
 * @param span the expression that is looked at
 * @param old for {@link Kind#CHANGE}, what the value is compared with
 */
public record Watch(Kind kind, TextSpan span, String old) {

  /** What is looked at. */
  public enum Kind {
    /** The truth value: it matters if it is ever TRUE. */
    IS_TRUE,
    /** The truth value: it matters if it is ever FALSE. */
    IS_FALSE,
    /** The value: it matters if it is ever another one than the old. */
    CHANGE,
    /** Whether the expression is ever evaluated. */
    REACHED,
    /** The same, of a formula about the next state. */
    TAKEN
  }
}
