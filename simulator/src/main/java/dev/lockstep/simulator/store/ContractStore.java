package dev.lockstep.simulator.store;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Result;

/**
 * The store of the contract: one recency order over the entries of all kinds (R4), releases that
 * throw (R7) or are deferred (R8), execution memory that takes back what storage borrowed (R12).
 * The same as {@code ContractModel}, which it is held to by every edge and refusal of the
 * specification's graphs and by random calls.
 */
public final class ContractStore extends DenseStore {
  private final Victims queue = new Victims();
  private boolean fatal;

  public ContractStore(StoreLayout layout, StoreListener listener) {
    super(layout, listener, 1);
  }

  @Override
  protected boolean acquireStorage(int block, long units) {
    return acquire(layout().mode(block), layout().owner(block), units);
  }

  @Override
  protected boolean acquireUnrollMemory(int mode, long units) {
    return acquire(mode, BlockSpec.NO_OWNER, units);
  }

  /** UnifiedMemoryManager.acquireStorageMemory: borrow what execution leaves free, then evict. */
  private boolean acquire(int mode, int owner, long units) {
    long available = layout().max(mode) - executionUsed(mode);
    if (units > available) {
      return false;
    }
    long free = free(mode);
    if (units > free) {
      long borrowed = Math.min(available - pool(mode), units - free);
      resize(mode, borrowed);
      long lacking = units - free - borrowed;
      if (lacking > 0) {
        listener().asked(lacking);
        choose(lacking, mode, owner);
        dropVictims();
      }
    }
    if (fatal || units > free(mode)) {
      return false;
    }
    use(mode, units);
    return true;
  }

  /** R4: the least recent entries that reach the space, or none. */
  private void choose(long space, int mode, int owner) {
    EvictionOrder order = order(mode);
    int without = without(mode, owner);
    if (order.evictable(without) >= space) {
      order.choose(space, without, victims());
    }
  }

  /** R12. Whether the task would have to wait is found out before anything is dropped. */
  @Override
  public Result acquireExecution(int task, int mode, long units) {
    amount(0);
    victims().clear();
    long max = layout().max(mode);
    long region = layout().region(mode);
    long has = Math.max(0, exec(mode, task));
    long extra = units - (max - pool(mode) - executionUsed(mode));
    long storageFree = free(mode);
    long reclaimable = Math.max(storageFree, pool(mode) - region);
    long shrink = 0;
    long asked = 0;
    if (extra > 0 && reclaimable > 0) {
      long target = Math.min(extra, reclaimable);
      shrink = Math.min(target, storageFree);
      asked = target - shrink;
      if (asked > 0) {
        choose(asked, mode, BlockSpec.NO_OWNER);
      }
    }
    long freed = freedAtOnce();
    long executionPool = max - (pool(mode) - shrink - freed);
    long largest = max - Math.min(used(mode) - freed, region);
    long active = active(mode, task);
    long share = Math.max(0, largest / active - has);
    long granted = Math.min(Math.min(units, share), executionPool - executionUsed(mode));
    if (!fatalAmongVictims() && granted < units && (has + granted) * 2 * active < executionPool) {
      return Result.WAITS;
    }
    if (asked > 0) {
      listener().asked(asked);
    }
    dropVictims();
    if (fatal) {
      setExec(mode, task, has);
      return ended(Result.GRANTED);
    }
    resize(mode, -shrink - freed);
    setExec(mode, task, has + granted);
    amount(granted);
    return ended(Result.GRANTED);
  }

  /** With deferred releases the units of native victims come back too late for this call (R8). */
  private long freedAtOnce() {
    if (!layout().deferredRelease()) {
      return victims().units();
    }
    long units = 0;
    for (int i = 0; i < victims().count(); i++) {
      int block = victims().block(i);
      units += layout().isNative(block) ? 0 : size(block);
    }
    return units;
  }

  private boolean fatalAmongVictims() {
    for (int i = 0; i < victims().count() && !layout().deferredRelease(); i++) {
      if (layout().release(victims().block(i)) == ReleaseBehaviour.FATAL) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected void end(int block) {
    if (layout().isNative(block) && layout().deferredRelease()) {
      queue.add(block, 0);
    } else {
      release(block);
    }
  }

  private void release(int block) {
    fatal |= layout().isNative(block) && layout().release(block) == ReleaseBehaviour.FATAL;
    super.end(block);
  }

  @Override
  protected void giveBack(int block) {
    use(layout().mode(block), -size(block));
  }

  @Override
  protected void settle() {
    for (int i = 0; i < queue.count(); i++) {
      release(queue.block(i));
    }
    queue.clear();
  }

  /**
   * R7: a fatal error takes the place of the result; one of a deferred release is not the call's.
   */
  @Override
  protected Result ended(Result result) {
    Result told = fatal ? Result.FATAL : result;
    settle();
    fatal = false;
    return told;
  }
}
