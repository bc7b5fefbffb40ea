package dev.lockstep.simulator.store;

import dev.lockstep.model.Result;

/**
 * A store under some policy, changed in place by one call at a time. Blocks are positions in the
 * layout, tasks are numbered from 1, modes are ordinals. The results are those of the contract: a
 * call that would wait answers {@link Result#WAITS}, one that the store turns down {@link
 * Result#REFUSED}.
 */
public interface CacheStore {

  /** R1: STORED, NO_SPACE, DUPLICATE, or FATAL after a release that was. */
  Result put(int task, int block);

  /** Reads and locks, or pins: HIT or ABSENT. */
  Result read(int task, int block);

  /** The same as a {@link #read} and, if it hits, an {@link #unlock}, in one call. */
  Result readOnce(int task, int block);

  /** Gives one lock or pin back: UNLOCKED or REFUSED. */
  Result unlock(int task, int block);

  /** R13: REMOVED, ABSENT, FATAL, or WAITS for a reader. */
  Result remove(int task, int block);

  /** R12: GRANTED with the {@link #amount}, FATAL, or WAITS for the task's least share. */
  Result acquireExecution(int task, int mode, long units);

  /** RETURNED with the {@link #amount}, or REFUSED to a task that has none. */
  Result releaseExecution(int task, int mode, long units);

  /** GRANTED, NO_SPACE or FATAL. */
  Result acquireUnroll(int task, int mode);

  /** RETURNED with the {@link #amount}, or REFUSED to a task that has none. */
  Result releaseUnroll(int task, int mode);

  /** ENDED: the task's locks and memory go back. */
  Result taskEnd(int task);

  /** R13: CLEARED, or FATAL. */
  Result clear();

  /** Time passes: a policy that polls does so now. */
  default void poll() {}

  /** Units that the last call granted, gave back, or kept as unroll memory. */
  long amount();

  // What it looks like

  StoreLayout layout();

  boolean resident(int block);

  int locks(int task, int block);

  /** Storage memory in use, by the store's books. */
  long used(int mode);

  /** Size of the storage pool. */
  long pool(int mode);

  long unroll(int mode, int task);

  /** Execution memory of a task, or {@link dev.lockstep.model.StoreState#INACTIVE}. */
  long exec(int mode, int task);

  long executionUsed(int mode);

  /** All entries, least recent first. Takes time in their number. */
  int[] order();

  // What metrics need to know

  /** Units of all entries of a mode, in whoever's books they are. */
  long liveUnits(int mode);

  /** All the memory of a mode, Spark's and an engine's. */
  long memory(int mode);

  /** Units of entries of a mode that R4 lets go for this owner: unlocked, and of another one. */
  long evictableUnits(int mode, int owner);

  /** The stamp of the least recent of them, or {@link Long#MAX_VALUE}. */
  long oldestEvictable(int mode, int owner);
}
