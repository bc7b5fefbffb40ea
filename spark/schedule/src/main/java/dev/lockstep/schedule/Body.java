package dev.lockstep.schedule;

/** What a thread of a run does. */
@FunctionalInterface
public interface Body {
  /** Does it, stopping at every point on the way. */
  void run() throws Throwable;
}
