package dev.lockstep.model.lock;

/**
 * The properties about what a call comes to: puts (R7), reads and task ends (R11), requests (R12).
 */
final class CallProperties {
  private final LockTerms terms;

  CallProperties(LockTerms terms) {
    this.terms = terms;
  }

  /** A put whose eviction has failed, or not made enough free, is refused; any other stores. */
  boolean put(LockView s, LockView after) {
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      if (stack.in(Call.PUT, Place.EVICTED) && !stack.sameAs(after.stack(t))) {
        Frame put = stack.top();
        boolean refused = put.failed || terms.size(put.block) > s.pool() - s.used();
        if (refused != (after.stack(t).top().place == Place.FORGET)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * What a reader finds is the most recent then; who finds nothing has no lock of it any more. Only
   * who has no pin goes on to scan.
   */
  boolean touch(LockView s, LockView after) {
    for (int t = 1; t <= s.tasks(); t++) {
      FrameStack stack = s.stack(t);
      if (stack.in(Call.READ, Place.TOUCH)
          && !stack.sameAs(after.stack(t))
          && !touches(s, after, t, stack.top().block)) {
        return false;
      }
    }
    return true;
  }

  private boolean touches(LockView s, LockView after, int task, int block) {
    BlockSequence order = new BlockSequence();
    order.copyFrom(s.lru());
    int locks = s.readers(block, task);
    boolean there = order.contains(block);
    if (there) {
      order.without(block);
      order.append(block);
    } else {
      locks = Math.max(0, locks - 1);
    }
    boolean scans = there && terms.isNative(block) && !terms.keeps(Mechanism.PinToScan);
    return order.sameAs(after.lru())
        && after.readers(block, task) == locks
        && after.idle(task) != scans;
  }

  /**
   * A task's read locks are its own doing, and an info that is made has none: what a stop has left
   * of them counts for nothing.
   */
  static boolean locks(LockView s, LockView after) {
    for (int b = 0; b < s.blocks(); b++) {
      boolean made = s.info(b) == LockView.ABSENT && after.info(b) != LockView.ABSENT;
      for (int t = 1; t <= s.tasks(); t++) {
        boolean changes = s.readers(b, t) != after.readers(b, t);
        if ((made && after.readers(b, t) != 0)
            || (changes && !s.ended() && anotherMoves(s, after, t))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean anotherMoves(LockView s, LockView after, int task) {
    for (int u = 1; u <= s.threads(); u++) {
      FrameStack stack = s.stack(u);
      boolean wakes = !stack.isEmpty() && stack.top().place == Place.ASLEEP;
      if (u != task && !wakes && !stack.sameAs(after.stack(u))) {
        return true;
      }
    }
    return false;
  }

  /** A task that has ended holds nothing. */
  static boolean end(LockView s, LockView after) {
    for (int t = 1; t <= s.tasks(); t++) {
      if (s.stack(t).in(Call.END, Place.LOCKS) && after.idle(t)) {
        if (after.exec(t) != LockView.INACTIVE) {
          return false;
        }
        for (int b = 0; b < s.blocks(); b++) {
          if (after.readers(b, t) != 0) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /**
   * What an eviction for execution has made free goes to execution; after one that has failed
   * nothing does.
   */
  static boolean takes(LockView s, LockView after) {
    for (int t = 1; t <= s.tasks(); t++) {
      FrameStack stack = s.stack(t);
      if (stack.in(Call.ASK, Place.EVICTED) && !stack.sameAs(after.stack(t))) {
        boolean right =
            stack.top().failed
                ? after.pool() == s.pool() && sameExecution(s, after)
                : after.pool() == after.used();
        if (!right) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean sameExecution(LockView s, LockView after) {
    for (int t = 1; t <= s.tasks(); t++) {
      if (s.exec(t) != after.exec(t)) {
        return false;
      }
    }
    return true;
  }

  /**
   * A request takes back what storage does not use or has borrowed, as far as it needs it, and
   * evicts for what of it is in use.
   */
  boolean reclaim(LockView s, LockView after) {
    int kept = Math.min(s.used(), terms.region);
    int asked = Math.min(s.pool(), terms.storageMax - s.executionUsed() - terms.demand);
    int left = Math.max(asked, kept);
    for (int t = 1; t <= s.tasks(); t++) {
      FrameStack stack = s.stack(t);
      if (stack.in(Call.ASK, Place.LOCK) && !stack.sameAs(after.stack(t))) {
        boolean evicts = after.stack(t).depth() > 0 && after.stack(t).top().call == Call.EVICT;
        boolean right =
            left < s.used()
                ? after.pool() == s.pool() && evicts && after.stack(t).top().n == s.used() - left
                : after.pool() == left;
        if (!right) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * A task gets what it asks for, as far as its share and what is free go; it sleeps instead if
   * that is neither all nor its least share.
   */
  boolean ask(LockView s, LockView after) {
    for (int t = 1; t <= s.tasks(); t++) {
      FrameStack stack = s.stack(t);
      if ((stack.in(Call.ASK, Place.LOCK) || stack.in(Call.ASK, Place.EVICTED))
          && !asks(s, after, t)) {
        return false;
      }
    }
    return true;
  }

  private boolean asks(LockView s, LockView after, int task) {
    int active = 0;
    for (int u = 1; u <= s.tasks(); u++) {
      active += after.exec(u) == LockView.INACTIVE ? 0 : 1;
    }
    int held = Math.max(0, s.exec(task));
    int room = terms.storageMax - after.pool();
    if (active == 0) {
      // Nobody has been told anything yet.
      return after.stack(task).depth() > 0 && after.stack(task).top().place != Place.ASLEEP;
    }
    int share = (terms.storageMax - Math.min(s.used(), terms.region)) / active;
    int could =
        Math.min(Math.min(terms.demand, Math.max(0, share - held)), room - s.executionUsed());
    boolean starves = could < terms.demand && (held + could) * 2 * active < room;
    FrameStack then = after.stack(task);
    if (then.isEmpty() && !s.stack(task).top().failed) {
      return !starves && after.exec(task) == held + could;
    } else if (!then.isEmpty() && then.top().place == Place.ASLEEP) {
      return starves && after.exec(task) == held;
    }
    return true;
  }
}
