package dev.lockstep.spark.mutants;

/** What became of a mutant. */
public enum Status {
  /** A check says something else of it. */
  KILLED,
  /** A check never ends on it. */
  TIMED_OUT,
  /** The JVM ends on it, every time. */
  DIED,
  /** The JVM does not run it at all: it counts as no mutant. */
  UNFIT,
  /** No check says anything else. */
  SURVIVED,
  /** No check runs the line. */
  NOT_RUN;

  /** Whether it was noticed. */
  public boolean noticed() {
    return this == KILLED || this == TIMED_OUT || this == DIED;
  }

  /** Whether it could have been noticed, and was not. */
  public boolean survived() {
    return this == SURVIVED || this == NOT_RUN;
  }
}
