package dev.lockstep.proof;

/** {@code Mechanisms}: what can be left out, to see that the proof then fails. */
public enum Mechanism {
  /** A write lock is had only of a block that nobody has locked or pinned. */
  TRY_LOCK,
  /** An entry leaves before its release. */
  LEAVE_FIRST,
  /** Whoever ends an entry looks again whether it is still there. */
  RECHECK,
  /** No entry comes while a clear is under way. */
  CLOSED_AT_CLEAR,
  /** A put looks, as it adds its entry, whether the block has one. */
  LOOK_AT_PUT
}
