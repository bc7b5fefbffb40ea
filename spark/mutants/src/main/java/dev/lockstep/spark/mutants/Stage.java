package dev.lockstep.spark.mutants;

import java.util.Locale;

/** The parts of the harness that a mutant is run on, cheapest first. */
public enum Stage {
  /** A trace of the corpus on the bare store. */
  CORPUS,
  /** A walk over transitions and refusals of a config. */
  COVER,
  /** A random sequence of calls. */
  RANDOM,
  /** A trace of the corpus on a store inside a block manager. */
  MANAGED,
  /** A test of ours in the modules of the patch and of the replay. */
  TESTS,
  /** A trace or a config of the lock level, led through the store. */
  LED,
  /** A scenario of threads under every schedule. */
  PAIRS,
  /** A test of one of Spark's own suites; no part of the harness. */
  SUITES;

  /** In lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its checks have threads of their own, and might say two things of one store. */
  boolean mayWaver() {
    return this == TESTS || this == PAIRS;
  }
}
