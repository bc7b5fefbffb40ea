package dev.lockstep.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler chooses from. All threads stand still. It is of use only until the choice is
 * made.
 */
public interface Situation {
  /** How many choices have been made in this run. */
  int depth();

  /** The thread that has just stopped or ended, or -1 at the start. */
  int last();

  /** How many threads there are. */
  int threads();

  /** Whether a thread can go on. */
  boolean isEnabled(int thread);

  /** What a thread is about to do, enabled or not; null if it has ended. */
  @Nullable Operation pending(int thread);

  /** Whether a thread sleeps on a condition and nobody has woken it. */
  boolean isAsleep(int thread);

  /** What ended a thread before its time, or null. */
  @Nullable Throwable thrown(int thread);

  /** Who holds a lock, or -1. */
  int ownerOf(Object lock);

  /** The choices so far. */
  List<Step> steps();

  /** The enabled threads: the last one first if it can go on, then by number. */
  default int[] enabled() {
    int[] enabled = new int[threads()];
    int n = 0;
    if (last() >= 0 && isEnabled(last())) {
      enabled[n++] = last();
    }
    for (int t = 0; t < threads(); t++) {
      if (t != last() && isEnabled(t)) {
        enabled[n++] = t;
      }
    }
    return java.util.Arrays.copyOf(enabled, n);
  }
}
