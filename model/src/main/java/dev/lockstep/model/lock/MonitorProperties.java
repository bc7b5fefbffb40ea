package dev.lockstep.model.lock;

/** The properties about the monitor, the lock of the entries and the engine's lock. */
final class MonitorProperties {
  private final boolean keepsMonitor;

  MonitorProperties(LockTerms terms) {
    this.keepsMonitor = terms.keeps(Mechanism.Monitor);
  }

  /** The monitor has an owner as long as somebody is inside; the entries' lock only inside. */
  static boolean monitor(LockView s) {
    return (s.owner() == LockView.NOBODY) == (s.depth() == 0)
        && (s.scanning() == LockView.NOBODY || s.scanning() == s.owner())
        && (s.engine() == LockView.NOBODY || s.stack(s.engine()).has(Call.ENGINE));
  }

  /** Who holds the engine's lock is inside it, and nobody else is. */
  static boolean engineLock(LockView s) {
    for (int t = 1; t <= s.tasks(); t++) {
      if ((s.engine() == t) != s.stack(t).has(Call.ENGINE)) {
        return false;
      }
    }
    return true;
  }

  /** The monitor is entered once for each frame that has it, all of them its owner's. */
  boolean entered(LockView s) {
    int depth = 0;
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      for (int i = 0; i < stack.depth(); i++) {
        if (enters(stack, i)) {
          depth++;
          if (keepsMonitor && s.owner() != t) {
            return false;
          }
        }
      }
    }
    return !keepsMonitor || s.depth() == depth;
  }

  /**
   * An eviction, whose caller still has it when it is over; a removal or a clear that releases
   * under it.
   */
  private static boolean enters(FrameStack stack, int i) {
    Frame f = stack.get(i);
    return f.call == Call.EVICT
        || f.place == Place.EVICTED
        || (f.call == Call.REMOVE && i < stack.depth() - 1)
        || (f.call.clears() && f.place == Place.DRAIN);
  }

  /** R3: nobody but its owner does the accounts while somebody is inside. */
  static boolean accountsByOwner(LockView s, LockView after) {
    int owner = s.owner();
    if (owner == LockView.NOBODY) {
      return true;
    }
    boolean changes = s.used() != after.used() || s.pool() != after.pool();
    if (changes && s.stack(owner).sameAs(after.stack(owner))) {
      return false;
    }
    for (int t = 1; t <= s.tasks(); t++) {
      if (t != owner && s.exec(t) != after.exec(t)) {
        return false;
      }
    }
    return true;
  }

  /** Who chooses victims, and nobody else, has the lock of the entries. */
  static boolean entriesHeld(LockView s) {
    for (int t = 1; t <= s.threads(); t++) {
      if ((s.scanning() == t) != s.stack(t).in(Call.EVICT, Place.TRY)) {
        return false;
      }
    }
    return true;
  }

  /** The order stands still while an eviction chooses from it. */
  static boolean orderStands(LockView s, LockView after) {
    return s.scanning() == LockView.NOBODY || s.lru().sameAs(after.lru());
  }
}
