package dev.lockstep.model.lock;

/**
 * The properties about what becomes of victims and failing calls, and about whom a stop wakes: R4,
 * R7, R13.
 */
final class EvictionProperties {
  private final LockTerms terms;

  EvictionProperties(LockTerms terms) {
    this.terms = terms;
  }

  /** R4: a victim that an eviction can't drop has been looked up, and is the most recent. */
  static boolean lookedUp(LockView s, LockView after) {
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      if (stack.in(Call.EVICT, Place.DROP) && !stack.sameAs(after.stack(t))) {
        int victim = stack.top().chosen.head();
        BlockSequence order = new BlockSequence();
        order.copyFrom(s.lru());
        order.without(victim);
        order.append(victim);
        if (after.lru().contains(victim) && !order.sameAs(after.lru())) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * R7: a fatal error of a release leaves from the outermost call that drops, and no other release
   * makes a call fail.
   */
  boolean fatal(LockView s, LockView after) {
    for (int t = 1; !terms.deferred && t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      FrameStack then = after.stack(t);
      if (then.depth() < stack.depth() && stack.top().call == Call.RELEASE) {
        int leaves = terms.fatal[stack.top().block] ? outermost(then) : -1;
        for (int i = 0; i < then.depth(); i++) {
          if (then.get(i).failed != (stack.get(i).failed || i == leaves)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static int outermost(FrameStack stack) {
    for (int i = 0; i < stack.depth(); i++) {
      if (stack.get(i).call.ends()) {
        return i;
      }
    }
    return -1;
  }

  /** R13: a stop wakes all who sleep for a block. */
  static boolean wakes(LockView s, LockView after) {
    for (int t = 1; s.ended() != after.ended() && t <= s.threads(); t++) {
      FrameStack stack = after.stack(t);
      for (int i = 0; i < stack.depth(); i++) {
        Frame f = stack.get(i);
        if (f.place == Place.ASLEEP && f.block != Frame.NO_BLOCK) {
          return false;
        }
      }
    }
    return true;
  }

  /** R13: an eviction whose victim's lock a stop has taken fails, and drops nothing more. */
  static boolean lost(LockView s, LockView after) {
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      if (!stack.isEmpty()
          && stack.top().call == Call.EVICT
          && stack.top().place != Place.TRY
          && !stack.sameAs(after.stack(t))
          && hasLost(s, t)) {
        Frame then = after.stack(t).top();
        Place place = stack.top().place == Place.GIVE_UP ? Place.EVICTED : Place.GIVE_UP;
        if (!then.failed || then.place != place) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean hasLost(LockView s, int thread) {
    Frame evict = s.stack(thread).top();
    int victim = evict.chosen.head();
    int info = s.info(victim);
    return evict.place == Place.DROP
        ? info != thread && s.lru().contains(victim)
        : info == LockView.ABSENT;
  }
}
