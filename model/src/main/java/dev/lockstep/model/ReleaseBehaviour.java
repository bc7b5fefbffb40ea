package dev.lockstep.model;

/** What the release callback of a native block does when it is called (R7). */
public enum ReleaseBehaviour {
  RETURNS,
  /** Throws an ordinary exception, which is logged and goes no further. */
  THROWS,
  /** Throws a fatal error, which reaches the caller after everything else was done. */
  FATAL
}
