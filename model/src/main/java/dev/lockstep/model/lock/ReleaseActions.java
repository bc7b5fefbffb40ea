package dev.lockstep.model.lock;

/** Releases: an engine's code, on the thread of the call that ends the entry, or deferred (R8). */
final class ReleaseActions {
  private final LockTerms terms;
  private final StoreParts parts;

  ReleaseActions(LockTerms terms, StoreParts parts) {
    this.terms = terms;
    this.parts = parts;
  }

  /**
   * A release calls the store. A put finds the block's info taken, or takes it; it fails at once
   * when a stop has forgotten its task.
   */
  boolean releaseCalls(LockDraft s, int t) {
    FrameStack stack = s.stack(t);
    if (!stack.in(Call.RELEASE, Place.RUN) || !reenters(stack.top().block)) {
      return false;
    }
    int block = stack.top().block;
    stack.top().place = Place.CALLED;
    if (terms.removes[block] && !terms.puts[block]) {
      stack.push(Call.REMOVE, Place.LOCK, terms.inner);
    } else if (!terms.puts[block]) {
      stack.push(Call.CLEAR, Place.LOCK, Frame.NO_BLOCK);
    } else if (s.info[terms.inner] == LockView.ABSENT && s.tasksKnown()) {
      s.info[terms.inner] = (byte) t;
      for (int u = 1; u <= s.tasks(); u++) {
        s.readers(terms.inner, u, 0);
      }
      if (terms.removes[block]) {
        stack.push(Call.REMOVE, Place.LOCK, terms.inner);
      } else {
        stack.push(Call.PUT, Place.MONITOR, terms.inner);
      }
    }
    return true;
  }

  private boolean reenters(int block) {
    return terms.removes[block] || terms.puts[block] || terms.clears[block];
  }

  /** The release returns or throws; under the monitor its bytes go back in the same step. */
  boolean releaseEnds(LockDraft s, int t) {
    FrameStack stack = s.stack(t);
    if (!stack.in(Call.RELEASE, Place.CALLED)
        && !(stack.in(Call.RELEASE, Place.RUN) && !reenters(stack.top().block))) {
      return false;
    }
    int block = stack.top().block;
    if (terms.waits[block] && s.engine != LockView.NOBODY && s.engine != t) {
      return false;
    }
    if (terms.deferred) {
      stack.top().place = Place.RETURN;
      return true;
    }
    stack.pop();
    Call caller = stack.top().call;
    boolean atOnce = terms.fatal[block] && !terms.keeps(Mechanism.Postpone);
    if (!terms.keeps(Mechanism.LeaveFirst)) {
      s.lru.without(block);
    }
    if (!atOnce && terms.keeps(Mechanism.BytesLast)) {
      parts.returnBytes(s, block);
    }
    if (atOnce) {
      thrown(s, t);
    } else {
      if (terms.fatal[block]) {
        failing(stack);
      }
    }
    if (caller == Call.REMOVE || (atOnce && caller.clears())) {
      parts.leave(s, t);
    }
    return true;
  }

  /** An error that leaves at once (not our patch): the bytes and the info stay. */
  private void thrown(LockDraft s, int t) {
    if (s.stack(t).top().call == Call.EVICT) {
      parts.abort(s, t);
    } else {
      s.stack(t).pop();
    }
  }

  /** R7: a fatal error leaves from the outermost eviction, removal or clear. */
  private static void failing(FrameStack stack) {
    for (int i = 0; i < stack.depth(); i++) {
      if (stack.get(i).call.ends()) {
        stack.get(i).failed = true;
        return;
      }
    }
  }

  /** DeferredReleases: one at a time, on their thread, or on a stop's. */
  boolean runQueued(LockDraft s, int t) {
    FrameStack stack = s.stack(t);
    boolean runs = stack.isEmpty() ? t == terms.releaser : stack.in(Call.STOP, Place.AWAIT);
    if (!terms.deferred
        || !runs
        || s.queue.isEmpty()
        || !parts.turn(s, t)
        || !parts.canEnter(s, t)) {
      return false;
    }
    int block = s.queue.head();
    s.queue.dropHead();
    parts.releaseBegins(s, block);
    stack.push(Call.RELEASE, Place.RUN, block);
    return true;
  }

  /** R6: the bytes of a deferred release go back by a step of their own. */
  boolean returnBytes(LockDraft s, int t) {
    if (!s.stack(t).in(Call.RELEASE, Place.RETURN) || !parts.canEnter(s, t)) {
      return false;
    }
    parts.returnBytes(s, s.stack(t).pop().block);
    parts.wake(s, Frame.NO_BLOCK);
    return true;
  }
}
