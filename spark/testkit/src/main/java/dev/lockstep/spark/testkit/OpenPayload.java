package dev.lockstep.spark.testkit;

/** A payload that the engine has opened for reading; closing it ends the read, and may be late. */
public interface OpenPayload extends AutoCloseable {
  /**
   * True if every byte reads as the engine wrote it for that seed. An engine that can tell that the
   * payload is freed may throw instead: to the kit that is the same answer.
   */
  boolean holds(long seed);

  /**
   * Ends the read, from any thread. It must do no harm when the pin is lost already, because the
   * task has ended or the store was stopped (R11, R13).
   */
  @Override
  void close();
}
