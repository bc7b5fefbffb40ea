package dev.lockstep.cli.run;

/** The exit codes of every verb. */
public final class ExitCode {
  /** All as expected. */
  public static final int AS_EXPECTED = 0;

  /** A violation or a divergence. */
  public static final int VIOLATION = 1;

  /** Wrong usage or bad input. */
  public static final int USAGE = 2;

  /** Something outside failed: TLC, a download, the disk. */
  public static final int OUTSIDE = 3;

  private ExitCode() {}
}
