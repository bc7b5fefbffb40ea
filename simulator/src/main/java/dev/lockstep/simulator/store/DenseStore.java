package dev.lockstep.simulator.store;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import java.util.Arrays;

/**
 * What all policies have in common: entries, locks, pools and the calls that make no room. How room
 * is made is the policy's: {@link #acquireStorage} and {@link #acquireExecution}.
 */
public abstract class DenseStore implements CacheStore {
  /** Modes there are. */
  protected static final int MODES = 2;

  private static final int DESERIALIZED = BlockKind.DESERIALIZED.ordinal();

  private final StoreLayout layout;
  private final StoreListener listener;
  private final EntryTable entries;
  private final LockTable locks;
  private final int ordersAMode;
  private final EvictionOrder[] orders;
  private final PoolBooks[] pools = new PoolBooks[MODES];
  private final Victims victims = new Victims();
  private long amount;

  /**
   * A store without entries.
   *
   * @param layout what is fixed
   * @param listener hears of ends of entries
   * @param ordersAMode 1 if all kinds give way in one order; 2 if native blocks have their own
   */
  protected DenseStore(StoreLayout layout, StoreListener listener, int ordersAMode) {
    this.layout = layout;
    this.listener = listener;
    this.entries = new EntryTable(layout, ordersAMode);
    this.ordersAMode = ordersAMode;
    this.locks = new LockTable(layout.tasks());
    this.orders = new EvictionOrder[MODES * ordersAMode];
    Arrays.setAll(
        orders, order -> new EvictionOrder(layout, entries, locks, order, order / ordersAMode));
    Arrays.setAll(
        pools, mode -> new PoolBooks(layout.max(mode), layout.region(mode), layout.tasks()));
  }

  // What a policy says

  /** Reserves storage memory for a block, making room if need be. */
  protected abstract boolean acquireStorage(int block, int mode, long units);

  /** The same for the unroll memory of a task. */
  protected abstract boolean acquireUnrollMemory(int mode, long units);

  /** The units of an ended entry are not in use any more. */
  protected abstract void giveBack(int block, int mode, int size);

  /** A put makes a block the most recent entry. */
  protected void enter(int block, int size) {
    orders[entries.order(block)].entered(block, size);
  }

  /** A read makes an entry the most recent (R4). */
  protected void touch(int block) {
    entries.touch(block);
  }

  /** What a call returns that would have returned this; a policy may have to finish something. */
  protected Result ended(Result result) {
    return result;
  }

  // Puts

  @Override
  public final Result put(int task, int block) {
    begin();
    if (entries.resident(block)) {
      return Result.DUPLICATE;
    }
    int size = layout.size(block);
    int mode = layout.mode(block);
    return layout.kindNumber(block) == DESERIALIZED
        ? putDeserialized(task, block, mode, size)
        : putWhole(block, mode, size);
  }

  private Result putWhole(int block, int mode, int size) {
    if (acquireStorage(block, mode, size)) {
      enter(block, size);
      return ended(Result.STORED);
    }
    return ended(Result.NO_SPACE);
  }

  /** Unrolls: the threshold, then what the block needs beyond it. */
  private Result putDeserialized(int task, int block, int mode, int size) {
    long threshold = layout.unrollThreshold();
    if (!acquireStorage(block, mode, threshold)) {
      return ended(Result.NO_SPACE);
    }
    long beyond = Math.max(0, size - threshold);
    if (beyond > 0 && !acquireStorage(block, mode, beyond)) {
      pools[mode].keepForUnrolling(task, threshold);
      amount = threshold;
      return ended(Result.NO_SPACE);
    }
    pools[mode].used -= threshold + beyond - size;
    enter(block, size);
    return ended(Result.STORED);
  }

  // Reads and locks

  @Override
  public final Result read(int task, int block) {
    amount = 0;
    if (!entries.resident(block)) {
      return Result.ABSENT;
    }
    locks.take(task, block);
    touch(block);
    return Result.HIT;
  }

  /** The lock could be seen by no other call, so it is not taken. */
  @Override
  public final Result readOnce(int task, int block) {
    amount = 0;
    if (!entries.resident(block)) {
      return Result.ABSENT;
    }
    touch(block);
    return Result.HIT;
  }

  @Override
  public final Result unlock(int task, int block) {
    amount = 0;
    return locks.giveBack(task, block) ? Result.UNLOCKED : Result.REFUSED;
  }

  @Override
  public final Result remove(int task, int block) {
    begin();
    if (!entries.resident(block)) {
      return Result.ABSENT;
    }
    if (locks.isLocked(block)) {
      return Result.WAITS;
    }
    drop(block, layout.size(block), orders[entries.order(block)]);
    listener.forgotten(block);
    return ended(Result.REMOVED);
  }

  // Execution and unroll memory

  @Override
  public final Result releaseExecution(int task, int mode, long units) {
    begin();
    long has = pools[mode].exec(task);
    if (has == StoreState.INACTIVE) {
      return Result.REFUSED;
    }
    long left = Math.max(0, has - units);
    amount = has - left;
    pools[mode].setExec(task, left == 0 ? StoreState.INACTIVE : left);
    return Result.RETURNED;
  }

  @Override
  public final Result acquireUnroll(int task, int mode) {
    begin();
    long threshold = layout.unrollThreshold();
    if (!acquireUnrollMemory(mode, threshold)) {
      return ended(Result.NO_SPACE);
    }
    pools[mode].keepForUnrolling(task, threshold);
    amount = threshold;
    return ended(Result.GRANTED);
  }

  @Override
  public final Result releaseUnroll(int task, int mode) {
    begin();
    if (pools[mode].unroll(task) == 0) {
      return Result.REFUSED;
    }
    amount = pools[mode].giveBackUnroll(task);
    return Result.RETURNED;
  }

  // Ends

  @Override
  public final Result taskEnd(int task) {
    begin();
    locks.clear(task);
    for (PoolBooks pool : pools) {
      pool.giveBackUnroll(task);
      pool.setExec(task, StoreState.INACTIVE);
    }
    return Result.ENDED;
  }

  /** Native entries go before the others, whatever locks there are. */
  @Override
  public final Result clear() {
    begin();
    int[] order = entries.order();
    for (int turn = 0; turn < 2; turn++) {
      for (int b : order) {
        if (layout.isNative(b) == (turn == 0)) {
          drop(b, layout.size(b), orders[entries.order(b)]);
        }
      }
      settle();
    }
    for (int task = 1; task <= layout.tasks(); task++) {
      locks.clear(task);
    }
    for (PoolBooks pool : pools) {
      pool.clearStorage();
    }
    return ended(Result.CLEARED);
  }

  /** Releases that were put off run now. */
  protected void settle() {}

  /** R6: an entry ends, but for its being forgotten. */
  private void drop(int block, int size, EvictionOrder order) {
    order.left(block, size);
    listener.left(block);
    end(block, order.mode(), size);
  }

  /** What comes between the entry's leaving and its being forgotten. */
  protected void end(int block, int mode, int size) {
    finish(block, mode, size);
  }

  /** The payload is freed, and the units go back. */
  protected final void finish(int block, int mode, int size) {
    if (layout.isNative(block)) {
      listener.released(block);
    }
    giveBack(block, mode, size);
    listener.returned(block);
  }

  /** Chosen blocks of one order leave, one after the other. */
  final void dropVictims(EvictionOrder order) {
    int count = victims.count();
    for (int i = 0; i < count; i++) {
      int block = victims.block(i);
      listener.evicted(block, entries.stamp(block));
      drop(block, victims.size(i), order);
      listener.forgotten(block);
    }
    victims.clear();
  }

  private void begin() {
    amount = 0;
  }

  // For policies

  protected final StoreListener listener() {
    return listener;
  }

  /** The order of that number: by mode, and by kind within it if there are two a mode. */
  final EvictionOrder order(int number) {
    return orders[number];
  }

  final PoolBooks pools(int mode) {
    return pools[mode];
  }

  final Victims victims() {
    return victims;
  }

  protected final void amount(long units) {
    amount = units;
  }

  protected final void use(int mode, long units) {
    pools[mode].used += units;
  }

  protected final void resize(int mode, long units) {
    pools[mode].size += units;
  }

  protected final long free(int mode) {
    return pools[mode].free();
  }

  protected final int size(int block) {
    return layout.size(block);
  }

  // What it looks like

  @Override
  public final long amount() {
    return amount;
  }

  @Override
  public final StoreLayout layout() {
    return layout;
  }

  @Override
  public final boolean resident(int block) {
    return entries.resident(block);
  }

  @Override
  public final int locks(int task, int block) {
    return locks.locks(task, block);
  }

  @Override
  public final long used(int mode) {
    return pools[mode].used;
  }

  @Override
  public final long pool(int mode) {
    return pools[mode].size;
  }

  @Override
  public final long unroll(int mode, int task) {
    return pools[mode].unroll(task);
  }

  @Override
  public final long exec(int mode, int task) {
    return pools[mode].exec(task);
  }

  @Override
  public final long executionUsed(int mode) {
    return pools[mode].execution;
  }

  @Override
  public final int[] order() {
    return entries.order();
  }

  @Override
  public final long liveUnits(int mode) {
    long units = 0;
    for (int order = mode * ordersAMode; order < (mode + 1) * ordersAMode; order++) {
      units += orders[order].units();
    }
    return units;
  }

  @Override
  public long memory(int mode) {
    return layout.max(mode);
  }

  @Override
  public final long evictableUnits(int mode, int owner) {
    long units = 0;
    for (int order = mode * ordersAMode; order < (mode + 1) * ordersAMode; order++) {
      units += orders[order].evictable(without(order, owner));
    }
    return units;
  }

  @Override
  public final long oldestEvictable(int mode, int owner) {
    long stamp = Long.MAX_VALUE;
    for (int order = mode * ordersAMode; order < (mode + 1) * ordersAMode; order++) {
      stamp = Math.min(stamp, orders[order].oldestStamp(without(order, owner)));
    }
    return stamp;
  }

  /** The list that the same-RDD rule leaves out, or -1. */
  protected final int without(int order, int owner) {
    return owner == BlockSpec.NO_OWNER ? EntryTable.ABSENT : entries.list(order, owner);
  }

  /** The list of an order that holds the entries of an owner, or -1. */
  protected final int listOf(int order, int owner) {
    return entries.list(order, owner);
  }
}
