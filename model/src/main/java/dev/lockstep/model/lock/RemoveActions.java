package dev.lockstep.model.lock;

/** BlockManager.removeBlock (R13). */
final class RemoveActions {
  private final LockTerms terms;
  private final StoreParts parts;

  RemoveActions(LockTerms terms, StoreParts parts) {
    this.terms = terms;
    this.parts = parts;
  }

  boolean beginRemove(LockDraft s, int t, int block) {
    if (!terms.remover[t]
        || !parts.begins(s, t)
        || s.info[block] == LockView.ABSENT
        || (terms.keeps(Mechanism.RemoveFirst) && !holdsNothing(s, t))) {
      return false;
    }
    s.stack(t).push(Call.REMOVE, Place.LOCK, block);
    return true;
  }

  /**
   * A removal waits for the block's readers, so whoever removes must hold nothing that one of them
   * may wait for: no block lock, no execution memory.
   */
  private static boolean holdsNothing(LockDraft s, int t) {
    if (s.exec(t) != LockView.INACTIVE) {
      return false;
    }
    for (int b = 0; b < s.blocks(); b++) {
      if (s.readers(b, t) > 0) {
        return false;
      }
    }
    return true;
  }

  /** BlockInfoManager.lockForWriting; within a release it does not wait (R8). */
  boolean removeLocks(LockDraft s, int t) {
    if (!s.stack(t).in(Call.REMOVE, Place.LOCK)) {
      return false;
    }
    Frame remove = s.stack(t).top();
    boolean inRelease = s.owner == t && s.stack(t).has(Call.RELEASE);
    if (parts.lockable(s, remove.block)) {
      s.info[remove.block] = (byte) t;
      remove.place = Place.MONITOR;
    } else if (s.info[remove.block] == LockView.ABSENT
        || (inRelease && terms.keeps(Mechanism.NoWaitInRelease))) {
      s.stack(t).pop();
    } else {
      remove.place = Place.ASLEEP;
    }
    return true;
  }

  /** MemoryStore.remove; under the monitor until a native block's release has ended. */
  boolean removeDrops(LockDraft s, int t) {
    if (!s.stack(t).in(Call.REMOVE, Place.MONITOR) || !parts.canEnter(s, t)) {
      return false;
    }
    Frame remove = s.stack(t).top();
    remove.place = Place.FORGET;
    if (!s.lru.contains(remove.block)) {
      return true;
    } else if (!terms.isNative(remove.block)) {
      parts.dropped(s, remove.block);
    } else if (terms.deferred) {
      parts.queued(s, remove.block);
    } else {
      parts.leaving(s, t, remove.block);
      parts.enter(s, t);
    }
    return true;
  }

  /** BlockInfoManager.removeBlock. */
  boolean removeForgets(LockDraft s, int t) {
    if (!s.stack(t).in(Call.REMOVE, Place.FORGET)) {
      return false;
    }
    int block = s.stack(t).pop().block;
    parts.givesBack(s, t, block, LockView.ABSENT);
    parts.wake(s, block);
    return true;
  }
}
