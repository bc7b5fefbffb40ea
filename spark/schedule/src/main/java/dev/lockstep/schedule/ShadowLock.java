package dev.lockstep.schedule;

import org.jspecify.annotations.Nullable;

/** Who would hold a lock if it were taken. */
final class ShadowLock {
  @Nullable Worker owner;
  int holds;

  boolean isFreeFor(Worker worker) {
    return owner == null || owner == worker;
  }

  void take(Worker by, int times) {
    owner = by;
    holds += times;
  }

  /** Gives one hold back; a lock that its caller does not have stays as it is. */
  void giveBack(Worker by) {
    if (owner == by && --holds == 0) {
      owner = null;
    }
  }
}
