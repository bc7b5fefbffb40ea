package dev.lockstep.model.lock;

import java.util.Locale;

/** What a frame of a thread's stack does: a call on the store, or a part of one. */
public enum Call {
  ENGINE,
  PUT,
  EVICT,
  RELEASE,
  READ,
  REMOVE,
  ASK,
  END,
  STOP,
  CLEAR;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The specification's word. */
  public String word() {
    return word;
  }

  /** An eviction, a removal or a clear: what a fatal error of a release leaves from (R7). */
  boolean ends() {
    return this == EVICT || this == REMOVE || this == STOP || this == CLEAR;
  }

  /** A stop, or a clear by itself. */
  boolean clears() {
    return this == STOP || this == CLEAR;
  }
}
