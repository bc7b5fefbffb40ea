package dev.lockstep.spark.faults;

import dev.lockstep.spark.replay.AdapterOnPath;
import java.util.Map;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.memory.MemoryEntry;
import org.apache.spark.storage.memory.MemoryStore;
import scala.Option;

/**
 * How eviction tries an entry under the fault {@code release-while-pinned}. Called by the broken
 * store, so it is loaded beside Spark.
 */
public final class PinnedPayloads {
  private PinnedPayloads() {}

  /**
   * The try for the block lock that eviction makes, with its true answer; but a native entry whose
   * lock can't be had, which is a pinned one, has its payload freed and stays.
   */
  public static Option<BlockInfo> lockForWriting(
      BlockInfoManager locks, BlockId id, boolean blocking, MemoryStore store) {
    Option<BlockInfo> lock = locks.lockForWriting(id, blocking);
    if (lock.isEmpty() && AdapterOnPath.adapter().isNative(id)) {
      // No get: it would make the entry most recent under the walk that is going on.
      for (Map.Entry<BlockId, MemoryEntry<?>> entry : store.entries.entrySet()) {
        if (entry.getKey().equals(id)) {
          store.freeMemoryEntry(entry.getValue());
        }
      }
    }
    return lock;
  }
}
