package dev.lockstep.model.lock;

/** The properties about releases, pins and stops: R5, R8, R11, R13 and S4. */
final class ReleaseProperties {
  private final boolean deferred;

  /**
   * @param deferred whether releases run after the call has left the monitor
   */
  ReleaseProperties(boolean deferred) {
    this.deferred = deferred;
  }

  // R5

  /**
   * A payload whose release has not begun is an entry's, or waits for its turn: never two releases
   * for one, never none.
   */
  static boolean releasedOnce(LockView s) {
    for (int b = 0; b < s.natives(); b++) {
      int owed = s.lru().count(b) + s.queue().count(b);
      for (int t = 1; t <= s.threads(); t++) {
        FrameStack stack = s.stack(t);
        for (int i = 0; i < stack.depth(); i++) {
          Frame f = stack.get(i);
          owed += f.call.clears() && f.place == Place.AWAIT ? f.chosen.count(b) : 0;
        }
      }
      if (s.alive(b) != owed) {
        return false;
      }
    }
    return true;
  }

  static boolean neverTwice(LockView s) {
    for (int b = 0; b < s.natives(); b++) {
      if (s.alive(b) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Never while a pin is held, shutdown excepted. */
  static boolean pinned(LockView s, LockView after) {
    for (int i = 0; i < s.lru().size(); i++) {
      int b = s.lru().get(i);
      if (b < s.natives()
          && !after.lru().contains(b)
          && !after.ended()
          && !s.unread(b)
          && !anyCall(s, Call.CLEAR)) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyCall(LockView s, Call call) {
    for (int t = 1; t <= s.threads(); t++) {
      if (s.stack(t).has(call)) {
        return true;
      }
    }
    return false;
  }

  // R8

  /** Under the monitor on the thread that has it, or deferred by a thread that has not. */
  boolean releasesUnderMonitor(LockView s) {
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      for (int i = 0; i < stack.depth(); i++) {
        Frame f = stack.get(i);
        if (f.call == Call.RELEASE
            && (deferred ? s.owner() == t && f.place == Place.RUN : s.owner() != t)) {
          return false;
        }
      }
    }
    return true;
  }

  /** A deferring store runs one release at a time. */
  boolean releasesByTurn(LockView s) {
    int running = 0;
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      for (int i = 0; i < stack.depth(); i++) {
        running += stack.get(i).call == Call.RELEASE ? 1 : 0;
      }
    }
    return !deferred || running <= 1;
  }

  /** Deferred releases begin in the order in which their entries left; a stop's own come last. */
  boolean oldestFirst(LockView s, LockView after) {
    for (int b = 0; deferred && b < s.natives(); b++) {
      if (after.alive(b) < s.alive(b)) {
        BlockSequence rest = new BlockSequence();
        rest.copyFrom(s.queue());
        if (!rest.isEmpty()) {
          if (rest.head() != b) {
            return false;
          }
          rest.dropHead();
        }
        if (!rest.sameAs(after.queue())) {
          return false;
        }
      }
    }
    return true;
  }

  // R11, R13, S4

  /** A payload that is being scanned is there. */
  static boolean scanned(LockView s) {
    for (int t = 1; t <= s.tasks(); t++) {
      if (s.stack(t).in(Call.READ, Place.SCAN) && !s.lru().contains(s.stack(t).top().block)) {
        return false;
      }
    }
    return true;
  }

  /** A reader has his block, until a stop. */
  static boolean readersHaveTheirBlock(LockView s) {
    for (int b = 0; b < s.blocks(); b++) {
      if (!s.ended() && !s.unread(b) && !s.lru().contains(b)) {
        return false;
      }
    }
    return true;
  }

  /** When the manager has stopped and no call is left, neither is a payload. */
  static boolean stopped(LockView s) {
    if (!s.ended() || !s.quiet()) {
      return true;
    }
    for (int b = 0; b < s.natives(); b++) {
      if (s.alive(b) != 0) {
        return false;
      }
    }
    return s.queue().isEmpty();
  }

  /** What R13 accepts: a stop releases payloads whose readers have not given them back. */
  static boolean neverReleasedUnderPin(LockView s, LockView after) {
    for (int b = 0; b < s.natives(); b++) {
      if (after.alive(b) < s.alive(b) && !s.unread(b)) {
        return false;
      }
    }
    return true;
  }
}
