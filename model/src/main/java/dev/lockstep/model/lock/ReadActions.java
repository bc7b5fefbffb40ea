package dev.lockstep.model.lock;

/** Reads and pins (R11, S4). */
final class ReadActions {
  private final LockTerms terms;
  private final StoreParts parts;

  ReadActions(LockTerms terms, StoreParts parts) {
    this.terms = terms;
    this.parts = parts;
  }

  boolean beginRead(LockDraft s, int t, int block) {
    if (!terms.reader[t]
        || !parts.begins(s, t)
        || s.info[block] == LockView.ABSENT
        || s.readers(block, t) >= terms.locksMax) {
      return false;
    }
    s.stack(t).push(Call.READ, Place.LOCK, block);
    return true;
  }

  /** BlockInfoManager.lockForReading; without a pin a look at the info alone. */
  boolean readLocks(LockDraft s, int t) {
    if (!s.stack(t).in(Call.READ, Place.LOCK)) {
      return false;
    }
    Frame read = s.stack(t).top();
    boolean pins = !scansUnpinned(read.block);
    if (s.info[read.block] == LockView.ABSENT) {
      s.stack(t).pop();
    } else if (pins && s.info[read.block] != LockView.NOBODY) {
      read.place = Place.ASLEEP;
    } else {
      if (pins) {
        s.readers(read.block, t, s.readers(read.block, t) + 1);
      }
      read.place = Place.TOUCH;
    }
    return true;
  }

  /**
   * MemoryStore.getBytes, getValues, or the pin's look: under the lock of the entries. Who finds
   * nothing gives the lock back, in the same step: the entry can't come while it is locked.
   */
  boolean touch(LockDraft s, int t) {
    if (!s.stack(t).in(Call.READ, Place.TOUCH) || s.scanning != LockView.NOBODY) {
      return false;
    }
    int block = s.stack(t).top().block;
    boolean resident = s.lru.contains(block);
    if (resident) {
      s.lru.without(block);
      s.lru.append(block);
    }
    boolean pinned = !scansUnpinned(block);
    if (resident && !pinned) {
      s.stack(t).top().place = Place.SCAN;
      return true;
    }
    s.stack(t).pop();
    if (!resident && pinned) {
      s.readers(block, t, Math.max(0, s.readers(block, t) - 1));
      parts.wake(s, block);
    }
    return true;
  }

  private boolean scansUnpinned(int block) {
    return terms.isNative(block) && !terms.keeps(Mechanism.PinToScan);
  }

  boolean endScan(LockDraft s, int t) {
    if (!s.stack(t).in(Call.READ, Place.SCAN)) {
      return false;
    }
    s.stack(t).pop();
    return true;
  }

  /** BlockInfoManager.unlock, or a pin's close. */
  boolean unlock(LockDraft s, int t, int block) {
    if (!s.idle(t) || s.readers(block, t) == 0) {
      return false;
    }
    s.readers(block, t, s.readers(block, t) - 1);
    parts.wake(s, block);
    return true;
  }
}
