package dev.lockstep.spark.testkit;

/** Code of a check, which may throw anything. */
@FunctionalInterface
interface Body {
  void run() throws Exception;
}
