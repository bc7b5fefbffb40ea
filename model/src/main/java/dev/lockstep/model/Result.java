package dev.lockstep.model;

/** What a call comes back with. */
public enum Result {
  STORED,
  NO_SPACE,
  DUPLICATE,
  HIT,
  PINNED,
  ABSENT,
  UNLOCKED,
  REMOVED,
  GRANTED,
  RETURNED,
  ENDED,
  CLEARED,
  /** A fatal error of a release came through, after everything else was done (R7). */
  FATAL,
  /** The store says no with an error and nothing has changed (R2, R9). */
  REFUSED,
  /** The call would wait for another task; nothing has changed. */
  WAITS
}
