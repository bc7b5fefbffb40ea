package dev.lockstep.model.tlc.mutants;

import java.util.Locale;

/** What a mutant leaves out. */
public enum MutantKind {
  /** A conjunct without a primed variable, or one that only restricts a primed one: is TRUE. */
  GUARD,
  /** A conjunct that says what variables become: they stay as they are. */
  EFFECT,
  /** One part of an EXCEPT: stays as it is. */
  UPDATE,
  /** One event of a list of events: is not there. */
  EVENT,
  /** One side of a disjunction: is FALSE. */
  CHOICE,
  /** The condition of an IF or an implication: always holds. */
  HOLDS,
  /** The condition of an IF: never holds. */
  FAILS;

  /** The word for a person and for keys. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
