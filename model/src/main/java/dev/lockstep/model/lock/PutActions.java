package dev.lockstep.model.lock;

/**
 * Puts, and the engine's lock round them: BlockManager.putNative (ours) and putBytes. Each method
 * is the action of its name: it says whether the action is enabled, and if so has done it.
 */
final class PutActions {
  private final LockTerms terms;
  private final StoreParts parts;

  PutActions(LockTerms terms, StoreParts parts) {
    this.terms = terms;
    this.parts = parts;
  }

  /** R8. */
  boolean takeEngineLock(LockDraft s, int t) {
    if (!terms.engineLocker[t] || !parts.begins(s, t) || s.engine != LockView.NOBODY) {
      return false;
    }
    s.engine = t;
    s.stack(t).push(Call.ENGINE, Place.HELD, Frame.NO_BLOCK);
    return true;
  }

  boolean leaveEngineLock(LockDraft s, int t) {
    if (!s.stack(t).in(Call.ENGINE, Place.HELD)) {
      return false;
    }
    s.engine = LockView.NOBODY;
    s.stack(t).pop();
    return true;
  }

  /** BlockInfoManager.lockNewBlockForWriting; a DUPLICATE is no step. */
  boolean beginPut(LockDraft s, int t, int block) {
    if (!terms.putter[t] || s.info[block] != LockView.ABSENT || s.ended) {
      return false;
    }
    boolean ready =
        terms.engineLocker[t] && terms.isNative(block)
            ? s.stack(t).in(Call.ENGINE, Place.HELD)
            : s.idle(t);
    if (!ready) {
      return false;
    }
    s.info[block] = (byte) t;
    s.stack(t).push(Call.PUT, Place.MONITOR, block);
    return true;
  }

  /** UnifiedMemoryManager.acquireStorageMemory, as far as the eviction if one is needed. */
  boolean putAcquires(LockDraft s, int t) {
    if (!s.stack(t).in(Call.PUT, Place.MONITOR) || !parts.canEnter(s, t)) {
      return false;
    }
    int block = s.stack(t).top().block;
    int units = terms.size(block);
    int available = terms.storageMax - s.executionUsed();
    if (units > available || (terms.isNative(block) && closed(s, t, block))) {
      StoreParts.told(s.stack(t).top(), Place.FORGET);
      return true;
    }
    int free = s.pool - s.used;
    int borrowed = units > free ? Math.min(available - s.pool, units - free) : 0;
    int lacking = Math.max(0, units - free - borrowed);
    if (lacking > 0 && s.scanning != LockView.NOBODY) {
      return false;
    }
    s.pool += borrowed;
    if (lacking == 0) {
      reserved(s, t);
    } else {
      parts.scan(s, t, block, lacking, 0);
      parts.enter(s, t);
    }
    return true;
  }

  /** StorageMemoryPool.acquireMemory after its eviction. */
  boolean putReacquires(LockDraft s, int t) {
    if (!s.stack(t).in(Call.PUT, Place.EVICTED)) {
      return false;
    }
    Frame put = s.stack(t).top();
    if (put.failed || terms.size(put.block) > s.pool - s.used) {
      StoreParts.told(put, Place.FORGET);
    } else {
      reserved(s, t);
    }
    parts.leave(s, t);
    return true;
  }

  /** MemoryStore.putBytes adds the entry when it has left the monitor. */
  boolean addEntry(LockDraft s, int t) {
    if (!s.stack(t).in(Call.PUT, Place.ADD) || s.scanning != LockView.NOBODY) {
      return false;
    }
    s.lru.append(s.stack(t).top().block);
    s.stack(t).top().place = Place.UNLOCK;
    return true;
  }

  /** BlockInfoManager.unlock: STORED. */
  boolean putUnlocks(LockDraft s, int t) {
    return ends(s, t, Place.UNLOCK, LockView.NOBODY);
  }

  /** BlockInfoManager.removeBlock: NO_SPACE, or an error. */
  boolean putForgets(LockDraft s, int t) {
    return ends(s, t, Place.FORGET, LockView.ABSENT);
  }

  private boolean ends(LockDraft s, int t, Place place, int info) {
    if (!s.stack(t).in(Call.PUT, place)) {
      return false;
    }
    int block = s.stack(t).pop().block;
    parts.givesBack(s, t, block, info);
    parts.wake(s, block);
    return true;
  }

  /** Whether a native block is taken no more, or not now. */
  private boolean closed(LockDraft s, int t, int block) {
    return ((s.info[block] != t || !s.tasksKnown()) && terms.keeps(Mechanism.InfoAtPut))
        || (s.lru.contains(block) && terms.keeps(Mechanism.EntryAtPut))
        || clearing(s);
  }

  private static boolean clearing(LockDraft s) {
    for (int t = 1; t <= s.threads(); t++) {
      FrameStack stack = s.stack(t);
      for (int i = 0; i < stack.depth(); i++) {
        Place place = stack.get(i).place;
        if (stack.get(i).call.clears() && (place == Place.DRAIN || place == Place.AWAIT)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The put has its bytes. A native entry is added before the monitor is left. */
  private void reserved(LockDraft s, int t) {
    Frame put = s.stack(t).top();
    s.used += terms.size(put.block);
    if (terms.isNative(put.block)) {
      s.lru.append(put.block);
      s.alive(put.block, s.alive(put.block) + 1);
      StoreParts.told(put, Place.UNLOCK);
    } else {
      StoreParts.told(put, Place.ADD);
    }
  }
}
