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
public class ContractStore extends DenseStore {
  private final Victims queue = new Victims();

  /** No release of this store is deferred or fatal. */
  private final boolean plain;

  private boolean fatal;

  public ContractStore(StoreLayout layout, StoreListener listener) {
    super(layout, listener, 1);
    this.plain = !layout.deferredRelease() && !layout.mayBeFatal();
  }

  @Override
  protected final boolean acquireStorage(int block, int mode, long units) {
    return acquire(mode, layout().owner(block), units);
  }

  @Override
  protected final boolean acquireUnrollMemory(int mode, long units) {
    return acquire(mode, BlockSpec.NO_OWNER, units);
  }

  /** UnifiedMemoryManager.acquireStorageMemory: borrow what execution leaves free, then evict. */
  private boolean acquire(int mode, int owner, long units) {
    PoolBooks books = pools(mode);
    if (units > books.free() && !makeRoom(books, mode, owner, units)) {
      return false;
    }
    books.used += units;
    return true;
  }

  private boolean makeRoom(PoolBooks books, int mode, int owner, long units) {
    long available = books.max - books.execution;
    if (units > available) {
      return false;
    }
    long lacking = units - books.free();
    long spare = available - books.size;
    if (spare > 0) {
      long borrowed = Math.min(spare, lacking);
      books.size += borrowed;
      lacking -= borrowed;
    }
    if (lacking > 0) {
      listener().asked(lacking);
      beforeWalk();
      EvictionOrder order = order(mode);
      if (order.chooseAll(lacking, without(mode, owner), victims())) {
        dropVictims(order);
      }
    }
    return !fatal && units <= books.free();
  }

  /** An eviction is about to look for the least recent entries. */
  protected void beforeWalk() {}

  /** R12. Whether the task would have to wait is found out before anything is dropped. */
  @Override
  public final Result acquireExecution(int task, int mode, long units) {
    amount(0);
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
        beforeWalk();
        order(mode).chooseAll(asked, without(mode, BlockSpec.NO_OWNER), victims());
      }
    }
    long freed = freedAtOnce();
    long executionPool = max - (pool(mode) - shrink - freed);
    long largest = max - Math.min(used(mode) - freed, region);
    long active = pools(mode).active(task);
    long share = Math.max(0, largest / active - has);
    long granted = Math.min(Math.min(units, share), executionPool - executionUsed(mode));
    if (!fatalAmongVictims() && granted < units && (has + granted) * 2 * active < executionPool) {
      victims().clear();
      return Result.WAITS;
    }
    if (asked > 0) {
      listener().asked(asked);
    }
    dropVictims(order(mode));
    if (fatal) {
      pools(mode).setExec(task, has);
      return ended(Result.GRANTED);
    }
    resize(mode, -shrink - freed);
    pools(mode).setExec(task, has + granted);
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
  protected void end(int block, int mode, int size) {
    if (plain) {
      finish(block, mode, size);
    } else if (layout().isNative(block) && layout().deferredRelease()) {
      queue.add(block, size);
    } else {
      release(block, mode, size);
    }
  }

  private void release(int block, int mode, int size) {
    fatal |= layout().isNative(block) && layout().release(block) == ReleaseBehaviour.FATAL;
    finish(block, mode, size);
  }

  @Override
  protected final void giveBack(int block, int mode, int size) {
    pools(mode).used -= size;
  }

  @Override
  protected final void settle() {
    for (int i = 0; i < queue.count(); i++) {
      int block = queue.block(i);
      release(block, layout().mode(block), queue.size(i));
    }
    queue.clear();
  }

  /**
   * R7: a fatal error takes the place of the result; one of a deferred release is not the call's.
   */
  @Override
  protected final Result ended(Result result) {
    if (plain) {
      return result;
    }
    Result told = fatal ? Result.FATAL : result;
    settle();
    fatal = false;
    return told;
  }
}
