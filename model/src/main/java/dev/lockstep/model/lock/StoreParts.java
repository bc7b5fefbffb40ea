package dev.lockstep.model.lock;

/** What the actions are made of: the helpers of {@code MemoryStoreState.tla} and of evictions. */
final class StoreParts {
  private final LockTerms terms;

  StoreParts(LockTerms terms) {
    this.terms = terms;
  }

  /** Calls begin on an idle thread while the block manager runs. */
  boolean begins(LockDraft s, int t) {
    return !s.ended && s.idle(t);
  }

  // The monitor

  boolean canEnter(LockDraft s, int t) {
    return s.owner == LockView.NOBODY || s.owner == t || !terms.keeps(Mechanism.Monitor);
  }

  void enter(LockDraft s, int t) {
    if (terms.keeps(Mechanism.Monitor)) {
      s.owner = t;
      s.depth++;
    }
  }

  void leave(LockDraft s, int t) {
    if (terms.keeps(Mechanism.Monitor)) {
      s.owner = s.depth == 1 ? LockView.NOBODY : t;
      s.depth--;
    }
  }

  // Block locks

  /** BlockInfoManager.lockForWriting(blocking = false). */
  boolean lockable(LockDraft s, int block) {
    return s.info[block] == LockView.NOBODY && s.unread(block);
  }

  /** What the holder of a write lock makes of it; a stop may have taken the info away (R13). */
  void givesBack(LockDraft s, int t, int block, int becomes) {
    if (s.info[block] == t) {
      s.info[block] = (byte) becomes;
    }
  }

  /** Who sleeps until something changes about a block, or about memory, tries again. */
  void wake(LockDraft s, int block) {
    if (!terms.keeps(Mechanism.Wake) && block != Frame.NO_BLOCK) {
      return;
    }
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      if (!stack.isEmpty() && stack.top().place == Place.ASLEEP && stack.top().block == block) {
        stack.top().place = Place.LOCK;
      }
    }
  }

  /** A stop wakes all who sleep for a block. */
  void wakeAll(LockDraft s) {
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      if (!stack.isEmpty()
          && stack.top().place == Place.ASLEEP
          && stack.top().block != Frame.NO_BLOCK) {
        stack.top().place = Place.LOCK;
      }
    }
  }

  // Evictions

  /** An eviction begins to choose; the caller has made sure that nobody else does. */
  void scan(LockDraft s, int t, int block, int space, int free) {
    s.scanning = t;
    s.stack(t).top().n = terms.keeps(Mechanism.Remeasure) ? 0 : free;
    Frame evict = s.stack(t).push(Call.EVICT, Place.TRY, block);
    evict.n = space;
    evict.rest.copyFrom(s.lru);
  }

  /** An eviction is over: its caller goes on, and hears of an error and of the victims' sizes. */
  void evicted(LockDraft s, int t) {
    Frame evict = s.stack(t).pop();
    Frame caller = s.stack(t).top();
    caller.place = Place.EVICTED;
    caller.failed = evict.failed;
    caller.n += evict.n;
  }

  /** The caller has made of it what it makes of it, and goes on. */
  static void told(Frame caller, Place next) {
    caller.n = 0;
    caller.failed = false;
    caller.place = next;
  }

  /** The eviction on top fails: what it has not dropped is unlocked. */
  void abort(LockDraft s, int t) {
    Frame evict = s.stack(t).top();
    evict.failed = true;
    evict.place = Place.GIVE_UP;
    if (!terms.keeps(Mechanism.Finally)) {
      evicted(s, t);
    }
  }

  /** The first victim is done with; after the last the eviction is over. */
  void nextVictim(LockDraft s, int t) {
    Frame evict = s.stack(t).top();
    evict.chosen.dropHead();
    if (evict.chosen.isEmpty()) {
      evicted(s, t);
    }
  }

  // Ends of entries

  /** An entry leaves and its payload begins to go; the thread is then in release. */
  void leaving(LockDraft s, int t, int block) {
    if (terms.keeps(Mechanism.LeaveFirst)) {
      s.lru.without(block);
    }
    if (!terms.keeps(Mechanism.BytesLast)) {
      returnBytes(s, block);
    }
    releaseBegins(s, block);
    s.stack(t).push(Call.RELEASE, Place.RUN, block);
  }

  /** A release begins (R5). One too many is as bad as two. */
  void releaseBegins(LockDraft s, int block) {
    s.alive(block, Math.max(-1, s.alive(block) - 1));
  }

  /** R8, the alternative: the release is queued with its bytes. */
  void queued(LockDraft s, int block) {
    s.lru.without(block);
    s.queue.append(block);
  }

  /** A JVM entry leaves, and its bytes are back. */
  void dropped(LockDraft s, int block) {
    s.lru.without(block);
    returnBytes(s, block);
  }

  void returnBytes(LockDraft s, int block) {
    s.used = Math.max(0, s.used - terms.size(block));
  }

  /** The position of the least recent native entry in the recency order, or -1. */
  int firstNative(LockDraft s) {
    for (int i = 0; i < s.lru.size(); i++) {
      if (terms.isNative(s.lru.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** DeferredReleases: one release at a time, over all threads. */
  boolean turn(LockDraft s, int t) {
    for (int u = 1; u <= s.threads() && terms.keeps(Mechanism.Turns); u++) {
      if (u != t && s.stack(u).has(Call.RELEASE)) {
        return false;
      }
    }
    return true;
  }
}
