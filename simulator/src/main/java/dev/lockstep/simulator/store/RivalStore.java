package dev.lockstep.simulator.store;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Result;

/**
 * What the rivals X1 to X4 have in common: JVM blocks in Spark's own order, and an engine's
 * payloads beside them in the engine's. The twin of {@code RivalStore.tla}, with its words; where
 * that module has one mode, one task and no owners, this has what Spark has of them.
 *
 * <p>The engine is as good as it can be: it frees its least recent payloads, none that somebody
 * reads, and no more than it is asked for.
 */
public abstract class RivalStore extends DenseStore {
  private final long[] payloads = new long[MODES];

  protected RivalStore(StoreLayout layout, StoreListener listener) {
    super(layout, listener, 2);
  }

  // What a rival says

  /** Makes room for so many units of storage memory, if they are not free. */
  protected void makeRoom(int mode, int owner, long units) {
    evictBlocks(mode, units - free(mode), owner);
  }

  /** The engine wants units for a payload. */
  protected abstract boolean acquireForPayload(int block, long units);

  /** Makes room for execution memory, and moves the boundary. */
  protected void shrinkPool(int mode, long target) {
    asking(target - free(mode));
    shrinkPoolAsStock(mode, target);
  }

  /** Whether payloads stand in Spark's storage pool. */
  protected abstract boolean payloadsInPool();

  /** Units that come off the largest size of a put and of the execution pool. */
  protected long unmanaged(int mode) {
    return 0;
  }

  // Words of the module

  /** Units of all payloads of a mode. */
  protected final long payloads(int mode) {
    return payloads[mode];
  }

  /** The head of acquireStorageMemory: borrow what execution leaves free. */
  protected final void borrow(int mode, long units) {
    long spare = layout().max(mode) - pool(mode) - executionUsed(mode);
    resize(mode, Math.min(spare, Math.max(0, units - free(mode))));
  }

  /** Somebody is asked for so much, if it is anything. */
  protected final void asking(long units) {
    if (units > 0) {
      listener().asked(units);
    }
  }

  /** The end of StorageMemoryPool.acquireMemory. */
  protected final boolean grant(int mode, long units) {
    if (units > free(mode)) {
      return false;
    }
    use(mode, units);
    return true;
  }

  /** MemoryStore.evictBlocksToFreeSpace: all that is asked, or nothing. */
  protected final void evictBlocks(int mode, long space, int owner) {
    int number = 2 * mode;
    if (space > 0 && order(number).chooseAll(space, without(number, owner), victims())) {
      dropVictims(order(number));
    }
  }

  /**
   * The engine frees of its payloads what it can, up to the space.
   *
   * @return units freed
   */
  protected final long freePayloads(int mode, long space) {
    if (space <= 0) {
      return 0;
    }
    order(2 * mode + 1).choose(space, -1, victims());
    return freed(mode);
  }

  /** The same of one owner's payloads. */
  protected final long freePayloadsOf(int mode, int owner, long space) {
    order(2 * mode + 1).chooseFrom(listOf(2 * mode + 1, owner), space, victims());
    return freed(mode);
  }

  private long freed(int mode) {
    long units = victims().units();
    dropVictims(order(2 * mode + 1));
    return units;
  }

  /** Units of payloads that nobody reads. */
  protected final long freeable(int mode) {
    return order(2 * mode + 1).evictable(-1);
  }

  /** The same of one owner. */
  protected final long freeableOf(int mode, int owner) {
    return order(2 * mode + 1).evictableOf(listOf(2 * mode + 1, owner));
  }

  /** StorageMemoryPool.freeSpaceToShrinkPool as it is in stock: unused memory, then blocks. */
  protected final void shrinkPoolAsStock(int mode, long target) {
    long unused = Math.min(target, free(mode));
    long before = used(mode);
    evictBlocks(mode, target - unused, BlockSpec.NO_OWNER);
    resize(mode, -unused - (before - used(mode)));
  }

  // The calls

  @Override
  protected final boolean acquireStorage(int block, int mode, long units) {
    return layout().isNative(block)
        ? acquireForPayload(block, units)
        : acquireForBlock(mode, layout().owner(block), units);
  }

  @Override
  protected final boolean acquireUnrollMemory(int mode, long units) {
    return acquireForBlock(mode, BlockSpec.NO_OWNER, units);
  }

  /**
   * UnifiedMemoryManager.acquireStorageMemory, for a block or under an id that stands for payloads.
   * What is unmanaged counts in the check at the head alone.
   */
  protected final boolean acquireForBlock(int mode, int owner, long units) {
    if (units > Math.max(0, layout().max(mode) - executionUsed(mode) - unmanaged(mode))) {
      return false;
    }
    borrow(mode, units);
    asking(units - free(mode));
    makeRoom(mode, owner, units);
    return grant(mode, units);
  }

  /** A payload came. */
  protected final void payloadEntered(int mode, long units) {
    payloads[mode] += units;
  }

  @Override
  protected final void giveBack(int block, int mode, int size) {
    if (layout().isNative(block)) {
      payloads[mode] -= size;
    }
    if (payloadsInPool() || !layout().isNative(block)) {
      use(mode, -size);
    }
  }

  /** maybeGrowExecutionPool, then ExecutionMemoryPool.acquireMemory. What was evicted stays so. */
  @Override
  public final Result acquireExecution(int task, int mode, long units) {
    amount(0);
    long max = layout().max(mode);
    long region = layout().region(mode);
    long extra = units - (max - pool(mode) - executionUsed(mode));
    long reclaimable = Math.max(free(mode), pool(mode) - region);
    shrinkPool(mode, Math.max(0, Math.min(extra, reclaimable)));
    long has = Math.max(0, exec(mode, task));
    long most = Math.max(0, max - Math.min(used(mode), region) - unmanaged(mode));
    long active = pools(mode).active(task);
    long executionPool = max - pool(mode);
    long share = Math.max(0, most / active - has);
    long granted = Math.min(Math.min(units, share), executionPool - executionUsed(mode));
    if (granted < units && (has + granted) * 2 * active < executionPool) {
      return Result.WAITS;
    }
    pools(mode).setExec(task, has + granted);
    amount(granted);
    return Result.GRANTED;
  }
}
