package org.apache.spark.storage;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.storage.memory.Thrown;

/**
 * Who waits for native blocks of one {@code BlockInfoManager}, so that a stop can wake them all.
 *
 * <p>Stock's {@code clear} only tries the lock of each block, wakes nobody where it does not get
 * it, and forgets the infos; whoever gives such a lock back finds no info whose waiters it could
 * wake. So waiters are kept here as well, and woken when the infos are gone.
 *
 * <p>Made at the first wait. Guarded by nothing: a waiter enters before it looks at the map for the
 * last time, and a stop wakes after it has emptied the map, so one of the two sees the other.
 */
public final class NativeWaiters {
  /** One thread's wait. Each is itself alone: several threads may wait for one block. */
  static final class Wait implements AutoCloseable {
    private final Set<Wait> waits;
    private final BlockInfoWrapper wrapper;

    private Wait(Set<Wait> waits, BlockInfoWrapper wrapper) {
      this.waits = waits;
      this.wrapper = wrapper;
    }

    @Override
    public void close() {
      waits.remove(this);
    }
  }

  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

  private NativeWaiters() {}

  private static NativeWaiters of(BlockInfoManager locks) {
    NativeWaiters waiters = locks.native$waiters;
    if (waiters == null) {
      synchronized (locks) {
        waiters = locks.native$waiters;
        if (waiters == null) {
          waiters = new NativeWaiters();
          locks.native$waiters = waiters;
        }
      }
    }
    return waiters;
  }

  /** The caller has the block's own lock, looks for the block once more, and then waits. */
  static Wait enter(BlockInfoManager locks, BlockInfoWrapper found) {
    NativeWaiters waiters = of(locks);
    Wait wait = new Wait(waiters.waits, found);
    waiters.waits.add(wait);
    return wait;
  }

  /**
   * Waits until the block's lock changes hands; not at all if the block is gone. The caller holds
   * the block's own lock, and looks again. Throws InterruptedException, undeclared as stock does.
   */
  @SuppressWarnings("WaitNotInLoop") // The caller searches again.
  static void awaitChange(BlockInfoManager locks, NativeBlockId id, BlockInfoWrapper found) {
    try (Wait entered = enter(locks, found)) {
      if (locks.blockInfoWrappers.get(id) == found) {
        found.condition.await();
      }
    } catch (InterruptedException e) {
      throw Thrown.<RuntimeException>sneak(e);
    }
  }

  /** The woven {@code BlockInfoManager.clear}: as stock, and nobody sleeps after it. */
  public static void clear(BlockInfoManager locks) {
    locks.stock$clear();
    NativeWaiters waiters = locks.native$waiters;
    if (waiters == null) {
      return;
    }
    for (Wait wait : waiters.waits) {
      wait.wrapper.lock.lock();
      try {
        wait.wrapper.condition.signalAll();
      } finally {
        wait.wrapper.lock.unlock();
      }
    }
  }
}
