package dev.lockstep.spark.testkit;

/** Sees each release from inside Spark's call of it. May throw where a rule speaks of errors. */
interface ReleaseWatch {
  /** Sees nothing. */
  ReleaseWatch NOBODY = new ReleaseWatch() {};

  /** Before the engine's release; what this throws keeps the payload from being freed (R7). */
  default void begins(Registration registration) throws Exception {}

  /** The engine's release has returned or thrown. */
  default void returned(Registration registration) {}

  /** The engine's release has returned; what this throws, Spark takes for the release's (R7). */
  default void freed(Registration registration) throws Exception {}
}
