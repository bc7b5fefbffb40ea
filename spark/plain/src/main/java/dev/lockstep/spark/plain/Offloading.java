package dev.lockstep.spark.plain;

import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * What an engine calls. Every call may run callbacks of other blocks on its thread, with the memory
 * manager's monitor held (R8).
 */
public final class Offloading {
  private static final StorageLevel ON_HEAP = StorageLevel.apply(false, true, false, false, 1);
  private static final StorageLevel OFF_HEAP = StorageLevel.apply(false, true, true, false, 1);

  private final OffloadingLocks locks = new OffloadingLocks();
  private final OffloadingStore store;

  /** How {@link #offload} ended: the payload is the store's only if it was taken. */
  public enum Answer {
    TAKEN,
    FULL,
    KNOWN
  }

  /** A store of its own, whose memory manager is still to be told of it. */
  public Offloading(SparkConf conf, MemoryManager memory, BlockEvictionHandler eviction) {
    this.store = new OffloadingStore(conf, locks, null, memory, eviction);
  }

  public MemoryStore store() {
    return store;
  }

  public BlockInfoManager locks() {
    return locks;
  }

  /**
   * Registers a payload (R1).
   *
   * @param bytes to reserve, 0 or more
   * @param free frees the payload; run once, if the answer is TAKEN
   * @throws IllegalArgumentException if an argument is missing or negative (R2)
   */
  public Answer offload(OffloadedBlockId id, long bytes, MemoryMode mode, Runnable free) {
    if (id == null || mode == null || free == null || bytes < 0) {
      throw new IllegalArgumentException(
          "offload: expected id, mode, callback and 0 bytes or more, found "
              + id
              + ", "
              + mode
              + ", "
              + (free == null ? "no callback" : "a callback")
              + " and "
              + bytes);
    }
    BlockInfo info =
        new BlockInfo(
            mode == MemoryMode.OFF_HEAP ? OFF_HEAP : ON_HEAP, ClassTag$.MODULE$.Any(), false);
    if (!locks.lockNewBlockForWriting(id, info, false)) {
      return Answer.KNOWN;
    }
    boolean taken = false;
    try {
      // A stop forgets infos first, then the store: what it has forgotten is not put any more.
      taken = store.add(id, bytes, mode, free, () -> locks.isStill(id, info));
    } finally {
      if (taken) {
        info.size_$eq(bytes);
      }
      locks.writeEnds(id, info, taken);
    }
    return taken ? Answer.TAKEN : Answer.FULL;
  }

  /** Borrows a block (R11): it stays until the loan ends; null if it is gone. */
  public @Nullable Loan borrow(OffloadedBlockId id) {
    if (id == null) {
      throw new IllegalArgumentException("borrow: expected an id, found null");
    }
    OffloadingLocks.Held held = locks.lend(id, !store.isInRelease());
    if (held == null) {
      return null;
    }
    if (!store.touch(id)) {
      locks.giveBack(held);
      return null;
    }
    return new Loan(locks, held);
  }

  /**
   * Ends a block; false if it is gone. Waits for loans, but not within a release (R8), which leaves
   * a block that is locked as it is.
   */
  public boolean discard(OffloadedBlockId id) {
    Option<BlockInfo> locked = locks.lockForWriting(id, !store.isInRelease());
    if (locked.isEmpty()) {
      return false;
    }
    try {
      return store.remove(id);
    } finally {
      locks.writeEnds(id, locked.get(), false);
    }
  }
}
