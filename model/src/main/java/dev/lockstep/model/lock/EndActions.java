package dev.lockstep.model.lock;

import java.util.Arrays;

/** The end of a task attempt, and of the store (R13). */
final class EndActions {
  private final LockTerms terms;
  private final StoreParts parts;

  EndActions(LockTerms terms, StoreParts parts) {
    this.terms = terms;
    this.parts = parts;
  }

  boolean beginEnd(LockDraft s, int t) {
    if (!terms.ender[t]
        || !parts.begins(s, t)
        || (s.exec(t) == LockView.INACTIVE && !reads(s, t))) {
      return false;
    }
    s.stack(t).push(Call.END, Place.LOCKS, Frame.NO_BLOCK);
    return true;
  }

  /** BlockInfoManager.releaseAllLocksForTask, block by block. */
  boolean endUnlocks(LockDraft s, int t, int block) {
    if (!s.stack(t).in(Call.END, Place.LOCKS) || s.readers(block, t) == 0) {
      return false;
    }
    s.readers(block, t, 0);
    parts.wake(s, block);
    return true;
  }

  /** MemoryManager.releaseAllExecutionMemoryForTask. */
  boolean endGives(LockDraft s, int t) {
    if (!s.stack(t).in(Call.END, Place.LOCKS) || reads(s, t) || !parts.canEnter(s, t)) {
      return false;
    }
    s.exec(t, LockView.INACTIVE);
    s.stack(t).pop();
    parts.wake(s, Frame.NO_BLOCK);
    return true;
  }

  private static boolean reads(LockDraft s, int t) {
    for (int b = 0; b < s.blocks(); b++) {
      if (s.readers(b, t) > 0) {
        return true;
      }
    }
    return false;
  }

  /** BlockManager.stop: BlockInfoManager.clear, then MemoryStore.clear. */
  boolean beginStop(LockDraft s, int t) {
    if (!terms.stopper[t] || !parts.begins(s, t)) {
      return false;
    }
    s.stack(t).push(Call.STOP, Place.INFOS, Frame.NO_BLOCK);
    return true;
  }

  /**
   * Holders of read locks do not know it. The alternative waits until nobody holds a native block.
   */
  boolean stopForgets(LockDraft s, int t) {
    if (!s.stack(t).in(Call.STOP, Place.INFOS)
        || (!terms.keeps(Mechanism.PinsAtStop) && !nativesUnread(s))) {
      return false;
    }
    s.ended = true;
    Arrays.fill(s.info, (byte) LockView.ABSENT);
    s.stack(t).top().place = Place.TASKS;
    parts.wakeAll(s);
    return true;
  }

  boolean stopForgetsTasks(LockDraft s, int t) {
    if (!s.stack(t).in(Call.STOP, Place.TASKS)) {
      return false;
    }
    s.stack(t).top().place = Place.LOCK;
    return true;
  }

  private boolean nativesUnread(LockDraft s) {
    for (int b = 0; b < terms.natives; b++) {
      if (!s.unread(b)) {
        return false;
      }
    }
    return true;
  }

  /** NativeEntries.clear: under the monitor to its end, or with all releases after it. */
  boolean clearEnters(LockDraft s, int t) {
    if (!clearsAt(s, t, Place.LOCK) || !parts.canEnter(s, t)) {
      return false;
    }
    Frame clear = s.stack(t).top();
    if (!terms.deferred) {
      clear.place = Place.DRAIN;
      parts.enter(s, t);
      return true;
    }
    clear.place = Place.AWAIT;
    clear.chosen.clear();
    for (int i = 0; i < s.lru.size(); i++) {
      if (terms.isNative(s.lru.get(i))) {
        clear.chosen.append(s.lru.get(i));
      }
    }
    for (int i = 0; i < clear.chosen.size(); i++) {
      s.lru.without(clear.chosen.get(i));
    }
    return true;
  }

  boolean clearDrops(LockDraft s, int t) {
    int first = parts.firstNative(s);
    if (!clearsAt(s, t, Place.DRAIN) || first < 0) {
      return false;
    }
    parts.leaving(s, t, s.lru.get(first));
    return true;
  }

  /** Deferred: what the clear has ended, when the queue is empty. */
  boolean clearReleases(LockDraft s, int t) {
    if (!clearsAt(s, t, Place.AWAIT)
        || !s.queue.isEmpty()
        || s.stack(t).top().chosen.isEmpty()
        || !parts.turn(s, t)) {
      return false;
    }
    int block = s.stack(t).top().chosen.head();
    s.stack(t).top().chosen.dropHead();
    parts.releaseBegins(s, block);
    s.stack(t).push(Call.RELEASE, Place.RUN, block);
    return true;
  }

  /** Stock's clear: entries that are left go, and nothing is in use. */
  boolean clearEnds(LockDraft s, int t) {
    boolean drained = clearsAt(s, t, Place.DRAIN) && parts.firstNative(s) < 0;
    boolean released =
        clearsAt(s, t, Place.AWAIT)
            && s.queue.isEmpty()
            && s.stack(t).top().chosen.isEmpty()
            && parts.turn(s, t)
            && parts.canEnter(s, t);
    if (!drained && !released) {
      return false;
    }
    s.lru.clear();
    s.used = 0;
    s.stack(t).pop();
    if (drained) {
      parts.leave(s, t);
    }
    return true;
  }

  private static boolean clearsAt(LockDraft s, int t, Place place) {
    FrameStack stack = s.stack(t);
    return !stack.isEmpty() && stack.top().call.clears() && stack.top().place == place;
  }
}
