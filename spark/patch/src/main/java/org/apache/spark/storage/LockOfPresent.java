package org.apache.spark.storage;

import java.util.concurrent.locks.Condition;
import org.apache.spark.storage.memory.Thrown;
import scala.Function1;
import scala.Option;

/**
 * Locks a native block's info only while it is the block's. Stock locking finds the info in its map
 * and locks it then: in between the block may have been removed, and the lock is one on an info
 * that nobody else sees. The next registration of the id would be read, or removed, without a lock
 * (R11). So what has left the map is not locked: the search begins again. An info leaves the map
 * under this same lock, so the answer is sure.
 */
final class LockOfPresent {
  private enum Outcome {
    LOCKED,
    /** Somebody has the block, and the caller does not wait. */
    BUSY,
    /** The block has left the map, or its lock has changed hands. */
    SEARCH_AGAIN
  }

  private LockOfPresent() {}

  /** As stock {@code acquireLock}: waits if blocking; empty if there is no block or it is busy. */
  static Option<BlockInfo> acquire(
      BlockInfoManager locks,
      NativeBlockId id,
      boolean blocking,
      Function1<BlockInfo, Object> lock) {
    while (true) {
      BlockInfoWrapper found = locks.blockInfoWrappers.get(id);
      if (found == null) {
        return Option.empty();
      }
      Outcome outcome =
          found.withLock(
              (info, changed) -> {
                if (locks.blockInfoWrappers.get(id) != found) {
                  return Outcome.SEARCH_AGAIN;
                }
                NativeBlocks.requireTask(locks, id);
                if ((boolean) lock.apply(info)) {
                  return Outcome.LOCKED;
                }
                return blocking ? awaitChange(changed) : Outcome.BUSY;
              });
      if (outcome == Outcome.LOCKED) {
        return Option.apply(found.info());
      }
      if (outcome == Outcome.BUSY) {
        return Option.empty();
      }
    }
  }

  /** Throws InterruptedException, undeclared as stock does. */
  @SuppressWarnings("WaitNotInLoop") // The caller searches again.
  private static Outcome awaitChange(Condition changed) {
    try {
      changed.await();
    } catch (InterruptedException e) {
      throw Thrown.<RuntimeException>sneak(e);
    }
    return Outcome.SEARCH_AGAIN;
  }
}
