package dev.lockstep.spark.replay;

/** The fatal error that a release throws if the constants say so (R7). */
final class FatalRelease extends InternalError {
  private static final long serialVersionUID = 1L;

  FatalRelease(String block) {
    super("fatal error in the release of " + block);
  }
}
