package dev.lockstep.schedule;

/** Unwinds a thread whose run is over. No business of the code that is run. */
final class AbortedRun extends Error {
  private static final long serialVersionUID = 1L;

  AbortedRun() {
    super("this run is over", null, false, false);
  }
}
