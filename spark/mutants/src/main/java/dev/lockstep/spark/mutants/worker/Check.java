package dev.lockstep.spark.mutants.worker;

import dev.lockstep.spark.mutants.Stage;

/**
 * Something that is run on a mutant. What it says of a sound store it says every time: a store of
 * which it says anything else is noticed to be another.
 */
interface Check {
  /** Its name, unique and on one line. */
  String id();

  /** The part of the harness that it belongs to. */
  Stage stage();

  /** What there is to say of the store as it is now; may throw anything, which is said as well. */
  String run() throws Exception;

  /** Opens what it needs, so that classes are loaded before they are exchanged. */
  default void open() {}
}
