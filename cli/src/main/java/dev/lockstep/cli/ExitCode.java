package dev.lockstep.cli;

/** The exit codes of every verb. */
final class ExitCode {
  /** All as expected. */
  static final int AS_EXPECTED = 0;

  /** A violation or a divergence. */
  static final int VIOLATION = 1;

  /** Wrong usage or bad input. */
  static final int USAGE = 2;

  /** Something outside failed: TLC, a download, the disk. */
  static final int OUTSIDE = 3;

  private ExitCode() {}
}
