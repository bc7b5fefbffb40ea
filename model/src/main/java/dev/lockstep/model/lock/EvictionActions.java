package dev.lockstep.model.lock;

/** MemoryStore.evictBlocksToFreeSpace, under the monitor (R4). */
final class EvictionActions {
  private final LockTerms terms;
  private final StoreParts parts;

  EvictionActions(LockTerms terms, StoreParts parts) {
    this.terms = terms;
    this.parts = parts;
  }

  /** One candidate, under the lock of the entries, which is held until the last of them. */
  boolean tryVictim(LockDraft s, int t) {
    if (!s.stack(t).in(Call.EVICT, Place.TRY)) {
      return false;
    }
    Frame evict = s.stack(t).top();
    if (!evict.rest.isEmpty()) {
      int victim = evict.rest.head();
      evict.rest.dropHead();
      if (takes(s, evict, victim)) {
        s.info[victim] = (byte) t;
        evict.chosen.append(victim);
        evict.n -= terms.size(victim);
      }
    }
    boolean over = evict.n <= 0 || evict.rest.isEmpty();
    boolean drops =
        evict.n <= 0 || (over && !evict.chosen.isEmpty() && !terms.keeps(Mechanism.AllOrNothing));
    if (drops) {
      evict.n = terms.size(evict.chosen);
      evict.rest.clear();
      evict.place = Place.DROP;
      s.scanning = LockView.NOBODY;
    } else if (over) {
      evict.n = 0;
      evict.place = Place.GIVE_UP;
      s.scanning = LockView.NOBODY;
      if (evict.chosen.isEmpty() || !terms.keeps(Mechanism.UnlockAfterFailure)) {
        parts.evicted(s, t);
      }
    }
    return true;
  }

  private boolean takes(LockDraft s, Frame evict, int victim) {
    return !terms.sameOwner(evict.block, victim)
        && (terms.keeps(Mechanism.AllKinds)
            || terms.isNative(evict.block) == terms.isNative(victim))
        && (parts.lockable(s, victim)
            || (!terms.keeps(Mechanism.TryLock) && s.info[victim] != LockView.ABSENT));
  }

  /** One victim is unlocked that is not dropped: no space to be reached, or an error. */
  boolean giveUp(LockDraft s, int t) {
    if (!s.stack(t).in(Call.EVICT, Place.GIVE_UP)) {
      return false;
    }
    Frame evict = s.stack(t).top();
    int victim = evict.chosen.head();
    if (s.info[victim] == LockView.ABSENT) {
      // The manager knows no block that a stop has forgotten, and its error ends all of it.
      evict.failed = true;
      parts.evicted(s, t);
    } else {
      parts.givesBack(s, t, victim, LockView.NOBODY);
      parts.nextVictim(s, t);
    }
    parts.wake(s, victim);
    return true;
  }

  /** MemoryStore.dropBlock, BlockManager.dropFromMemory, MemoryStore.remove. */
  boolean dropVictim(LockDraft s, int t) {
    if (!s.stack(t).in(Call.EVICT, Place.DROP)) {
      return false;
    }
    Frame evict = s.stack(t).top();
    int victim = evict.chosen.head();
    if (!s.lru.contains(victim) && terms.keeps(Mechanism.Recheck)) {
      // Stock goes on with the next victim, and leaves this one locked.
      parts.nextVictim(s, t);
    } else if (s.info[victim] != t || terms.dropFails[victim]) {
      // The manager asserts that it holds the lock.
      if (s.lru.contains(victim)) {
        // The loop over the victims has looked it up.
        s.lru.without(victim);
        s.lru.append(victim);
      }
      parts.abort(s, t);
    } else {
      evict.place = Place.FORGET;
      if (!terms.isNative(victim)) {
        parts.dropped(s, victim);
      } else if (terms.deferred) {
        parts.queued(s, victim);
      } else {
        parts.leaving(s, t, victim);
      }
    }
    return true;
  }

  /** MemoryStore.afterDropAction, BlockInfoManager.removeBlock. */
  boolean forgetVictim(LockDraft s, int t) {
    if (!s.stack(t).in(Call.EVICT, Place.FORGET)) {
      return false;
    }
    Frame evict = s.stack(t).top();
    int victim = evict.chosen.head();
    if (s.info[victim] == LockView.ABSENT) {
      // removeBlock knows no block that a stop has forgotten: its error ends the eviction.
      parts.abort(s, t);
      return true;
    }
    parts.givesBack(s, t, victim, LockView.ABSENT);
    evict.place = Place.DROP;
    parts.nextVictim(s, t);
    parts.wake(s, victim);
    return true;
  }
}
