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

  private final StoreLayout layout;
  private final StoreListener listener;
  private final EntryTable entries;
  private final EvictionOrder[] orders;
  private final int[] orderOfList;
  private final int listsAnOrder;
  private final HeldLocks[] held;
  private final long[][] unroll;
  private final long[][] exec;
  private final long[] executionUsed = new long[MODES];
  private final int[] active = new int[MODES];
  private final long[] live = new long[MODES];
  private final long[] used = new long[MODES];
  private final long[] pool = new long[MODES];
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
    this.listsAnOrder = layout.ownersMax() + 1;
    int count = MODES * ordersAMode;
    this.entries =
        new EntryTable(
            layout, count * listsAnOrder, b -> listOf(orderOf(b, ordersAMode), layout.owner(b)));
    this.orders = new EvictionOrder[count];
    this.orderOfList = new int[count * listsAnOrder];
    for (int order = 0; order < count; order++) {
      orders[order] = new EvictionOrder(entries, order * listsAnOrder, listsAnOrder);
      Arrays.fill(orderOfList, order * listsAnOrder, (order + 1) * listsAnOrder, order);
    }
    this.held = new HeldLocks[layout.tasks() + 1];
    Arrays.setAll(held, t -> new HeldLocks());
    this.unroll = new long[MODES][layout.tasks() + 1];
    this.exec = new long[MODES][layout.tasks() + 1];
    for (int mode = 0; mode < MODES; mode++) {
      Arrays.fill(exec[mode], StoreState.INACTIVE);
      pool[mode] = layout.region(mode);
    }
  }

  private int orderOf(int block, int ordersAMode) {
    int second = ordersAMode == 2 && layout.isNative(block) ? 1 : 0;
    return layout.mode(block) * ordersAMode + second;
  }

  /** The list of an order that holds the entries of an owner. */
  protected final int listOf(int order, int owner) {
    return order * listsAnOrder + owner;
  }

  // What a policy says

  /** Reserves storage memory for a block, making room if need be. */
  protected abstract boolean acquireStorage(int block, long units);

  /** The same for the unroll memory of a task. */
  protected abstract boolean acquireUnrollMemory(int mode, long units);

  /** The units of an ended entry are not in use any more. */
  protected abstract void giveBack(int block);

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
    return layout.kind(block) == BlockKind.DESERIALIZED
        ? putDeserialized(task, block)
        : putWhole(block);
  }

  private Result putWhole(int block) {
    if (acquireStorage(block, entries.size(block))) {
      enter(block);
      return ended(Result.STORED);
    }
    return ended(Result.NO_SPACE);
  }

  /** Unrolls: the threshold, then what the block needs beyond it. */
  private Result putDeserialized(int task, int block) {
    int mode = layout.mode(block);
    long threshold = layout.unrollThreshold();
    if (!acquireStorage(block, threshold)) {
      return ended(Result.NO_SPACE);
    }
    long beyond = Math.max(0, entries.size(block) - threshold);
    if (beyond > 0 && !acquireStorage(block, beyond)) {
      unroll[mode][task] += threshold;
      amount = threshold;
      return ended(Result.NO_SPACE);
    }
    used[mode] -= threshold + beyond - entries.size(block);
    enter(block);
    return ended(Result.STORED);
  }

  /** A block becomes the most recent entry. */
  private void enter(int block) {
    live[layout.mode(block)] += entries.size(block);
    entries.releases(block, 0);
    orders[orderOfList[entries.list(block)]].entered(block);
  }

  // Reads and locks

  @Override
  public final Result read(int task, int block) {
    begin();
    if (!entries.resident(block)) {
      return Result.ABSENT;
    }
    int locks = entries.locks(block);
    entries.locks(block, locks + 1);
    if (locks == 0) {
      orders[orderOfList[entries.list(block)]].locked(block, true);
    }
    held[task].take(block);
    entries.touch(block);
    return layout.isNative(block) ? Result.PINNED : Result.HIT;
  }

  @Override
  public final Result unlock(int task, int block) {
    begin();
    if (!held[task].giveBack(block)) {
      return Result.REFUSED;
    }
    unlocked(block, 1);
    return Result.UNLOCKED;
  }

  private void unlocked(int block, int locks) {
    int left = entries.locks(block) - locks;
    entries.locks(block, left);
    if (left == 0) {
      orders[orderOfList[entries.list(block)]].locked(block, false);
    }
  }

  @Override
  public final Result remove(int task, int block) {
    begin();
    if (!entries.resident(block)) {
      return Result.ABSENT;
    }
    if (entries.locks(block) > 0) {
      return Result.WAITS;
    }
    drop(block, true);
    return ended(Result.REMOVED);
  }

  // Execution and unroll memory

  @Override
  public final Result releaseExecution(int task, int mode, long units) {
    begin();
    long has = exec[mode][task];
    if (has == StoreState.INACTIVE) {
      return Result.REFUSED;
    }
    long left = Math.max(0, has - units);
    amount = has - left;
    setExec(mode, task, left == 0 ? StoreState.INACTIVE : left);
    return Result.RETURNED;
  }

  @Override
  public final Result acquireUnroll(int task, int mode) {
    begin();
    long threshold = layout.unrollThreshold();
    if (!acquireUnrollMemory(mode, threshold)) {
      return ended(Result.NO_SPACE);
    }
    unroll[mode][task] += threshold;
    amount = threshold;
    return ended(Result.GRANTED);
  }

  @Override
  public final Result releaseUnroll(int task, int mode) {
    begin();
    if (unroll[mode][task] == 0) {
      return Result.REFUSED;
    }
    amount = unroll[mode][task];
    used[mode] -= amount;
    unroll[mode][task] = 0;
    return Result.RETURNED;
  }

  /** Changes the execution memory of a task; {@link StoreState#INACTIVE} for none. */
  protected final void setExec(int mode, int task, long units) {
    long before = exec[mode][task];
    executionUsed[mode] += Math.max(0, units) - Math.max(0, before);
    active[mode] +=
        (units == StoreState.INACTIVE ? 0 : 1) - (before == StoreState.INACTIVE ? 0 : 1);
    exec[mode][task] = units;
  }

  /** Tasks that have execution memory of a mode, this one counted in any case. */
  protected final int active(int mode, int task) {
    return active[mode] + (exec[mode][task] == StoreState.INACTIVE ? 1 : 0);
  }

  // Ends

  @Override
  public final Result taskEnd(int task) {
    begin();
    HeldLocks locks = held[task];
    for (int i = 0; i < locks.count(); i++) {
      unlocked(locks.block(i), locks.locksAt(i));
    }
    locks.clear();
    for (int mode = 0; mode < MODES; mode++) {
      used[mode] -= unroll[mode][task];
      unroll[mode][task] = 0;
      setExec(mode, task, StoreState.INACTIVE);
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
          drop(b, false);
        }
      }
      settle();
    }
    for (HeldLocks locks : held) {
      for (int i = 0; i < locks.count(); i++) {
        entries.locks(locks.block(i), 0);
      }
      locks.clear();
    }
    for (int mode = 0; mode < MODES; mode++) {
      Arrays.fill(unroll[mode], 0);
      used[mode] = 0;
    }
    return ended(Result.CLEARED);
  }

  /** Releases that were put off run now. */
  protected void settle() {}

  /** R6: an entry ends. */
  protected final void drop(int block, boolean forgets) {
    orders[orderOfList[entries.list(block)]].left(block, entries.locks(block) == 0);
    live[layout.mode(block)] -= entries.size(block);
    listener.left(block);
    end(block);
    if (forgets) {
      listener.forgotten(block);
    }
  }

  /** What comes between the entry's leaving and its being forgotten. */
  protected void end(int block) {
    if (layout.isNative(block)) {
      entries.releases(block, entries.releases(block) + 1);
      listener.released(block);
    }
    giveBack(block);
    listener.returned(block);
  }

  /** Chosen blocks leave, in order. */
  protected final void dropVictims() {
    for (int i = 0; i < victims.count(); i++) {
      listener.evicted(victims.block(i), entries.stamp(victims.block(i)));
    }
    for (int i = 0; i < victims.count(); i++) {
      drop(victims.block(i), true);
    }
    victims.clear();
  }

  private void begin() {
    amount = 0;
    victims.clear();
  }

  // For policies

  protected final StoreListener listener() {
    return listener;
  }

  /** The order of that number: by mode, and by kind within it if there are two a mode. */
  final EvictionOrder order(int number) {
    return orders[number];
  }

  final EntryTable entries() {
    return entries;
  }

  final Victims victims() {
    return victims;
  }

  protected final void amount(long units) {
    amount = units;
  }

  protected final void use(int mode, long units) {
    used[mode] += units;
  }

  protected final void resize(int mode, long units) {
    pool[mode] += units;
  }

  protected final long free(int mode) {
    return pool[mode] - used[mode];
  }

  protected final int size(int block) {
    return entries.size(block);
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
    return held[task].locks(block);
  }

  @Override
  public final long used(int mode) {
    return used[mode];
  }

  @Override
  public final long pool(int mode) {
    return pool[mode];
  }

  @Override
  public final long unroll(int mode, int task) {
    return unroll[mode][task];
  }

  @Override
  public final long exec(int mode, int task) {
    return exec[mode][task];
  }

  @Override
  public final long executionUsed(int mode) {
    return executionUsed[mode];
  }

  @Override
  public final int releases(int block) {
    return entries.releases(block);
  }

  @Override
  public final int[] order() {
    return entries.order();
  }

  @Override
  public final long liveUnits(int mode) {
    return live[mode];
  }

  @Override
  public long memory(int mode) {
    return layout.max(mode);
  }

  @Override
  public final long evictableUnits(int mode, int owner) {
    long units = 0;
    int an = orders.length / MODES;
    for (int order = mode * an; order < (mode + 1) * an; order++) {
      units += orders[order].evictable(without(order, owner));
    }
    return units;
  }

  @Override
  public final long oldestEvictable(int mode, int owner) {
    long stamp = Long.MAX_VALUE;
    int an = orders.length / MODES;
    for (int order = mode * an; order < (mode + 1) * an; order++) {
      stamp = Math.min(stamp, orders[order].oldestStamp(without(order, owner)));
    }
    return stamp;
  }

  /** The list that the same-RDD rule leaves out, or -1. */
  protected final int without(int order, int owner) {
    return owner == BlockSpec.NO_OWNER ? -1 : listOf(order, owner);
  }
}
