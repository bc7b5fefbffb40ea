package dev.lockstep.model.lock;

/** UnifiedMemoryManager.acquireExecutionMemory (R12). */
final class ExecutionActions {
  private final LockTerms terms;
  private final StoreParts parts;

  ExecutionActions(LockTerms terms, StoreParts parts) {
    this.terms = terms;
    this.parts = parts;
  }

  boolean beginAsk(LockDraft s, int t) {
    if (!terms.asker[t] || !parts.begins(s, t) || s.exec(t) != LockView.INACTIVE) {
      return false;
    }
    s.stack(t).push(Call.ASK, Place.LOCK, Frame.NO_BLOCK);
    return true;
  }

  /** As far as the eviction if one is needed. */
  boolean growExecution(LockDraft s, int t) {
    if (!s.stack(t).in(Call.ASK, Place.LOCK) || !parts.canEnter(s, t)) {
      return false;
    }
    int held = Math.max(0, s.exec(t));
    int extra = terms.demand - (terms.storageMax - s.pool - s.executionUsed());
    int free = s.pool - s.used;
    int reclaimable = Math.max(free, s.pool - terms.region);
    int target = extra > 0 && reclaimable > 0 ? Math.min(extra, reclaimable) : 0;
    if (target <= free) {
      s.pool -= target;
      decide(s, t, held);
      return true;
    } else if (s.scanning != LockView.NOBODY) {
      return false;
    }
    s.exec(t, held);
    parts.scan(s, t, Frame.NO_BLOCK, target - free, free);
    parts.enter(s, t);
    return true;
  }

  /** After it: all that is free then moves. An error leaves the boundary where it was. */
  boolean takeExecution(LockDraft s, int t) {
    if (!s.stack(t).in(Call.ASK, Place.EVICTED)) {
      return false;
    }
    Frame ask = s.stack(t).top();
    if (ask.failed) {
      s.stack(t).pop();
    } else {
      int left = terms.keeps(Mechanism.Remeasure) ? s.used : s.pool - ask.n;
      if (left < s.used) {
        // MemoryPool.decrementPoolSize requires it.
        s.stack(t).pop();
      } else {
        s.pool = left;
        decide(s, t, s.exec(t));
      }
    }
    parts.leave(s, t);
    return true;
  }

  /**
   * ExecutionMemoryPool.acquireMemory decides, with the pool boundary where it now is: the task is
   * granted something, or sleeps until memory comes back, which leaves the monitor.
   */
  private void decide(LockDraft s, int t, int held) {
    int active = 0;
    for (int u = 1; u <= s.tasks(); u++) {
      active += u == t || s.exec(u) != LockView.INACTIVE ? 1 : 0;
    }
    int largest = terms.storageMax - Math.min(s.used, terms.region);
    int free = terms.storageMax - s.pool - s.executionUsed();
    int share = Math.max(0, Math.floorDiv(largest, active) - held);
    int granted = Math.min(Math.min(terms.demand, share), free);
    boolean waits =
        granted < terms.demand && (held + granted) * 2 * active < terms.storageMax - s.pool;
    s.exec(t, waits ? held : held + granted);
    if (waits) {
      StoreParts.told(s.stack(t).top(), Place.ASLEEP);
    } else {
      s.stack(t).pop();
    }
  }

  /** MemoryManager.releaseExecutionMemory. */
  boolean giveExecution(LockDraft s, int t) {
    if (!s.idle(t) || s.exec(t) == LockView.INACTIVE || !parts.canEnter(s, t)) {
      return false;
    }
    s.exec(t, LockView.INACTIVE);
    parts.wake(s, Frame.NO_BLOCK);
    return true;
  }
}
