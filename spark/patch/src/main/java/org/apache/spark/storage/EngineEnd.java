package org.apache.spark.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.NativeEntries;
import org.apache.spark.storage.memory.Thrown;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Removes the blocks of an engine that ends before the store does, so that no release comes after
 * it (R13). Blocks that nobody has locked go first; for the others it waits, each with its own
 * lock's condition, until the patience is over.
 */
final class EngineEnd {
  private final NativeBlockStore natives;
  private final MemoryStore memory;
  private final BlockInfoManager locks;

  /** Whoever has the monitor waits for nobody: a pin's holder may be waiting for the monitor. */
  private final boolean underMonitor;

  private long endNanos;
  private @Nullable Throwable thrown;

  EngineEnd(
      NativeBlockStore natives, MemoryStore memory, BlockInfoManager locks, Duration patience) {
    this.natives = natives;
    this.memory = memory;
    this.locks = locks;
    this.underMonitor = Thread.holdsLock(memory.memoryManager);
    this.endNanos = System.nanoTime() + (underMonitor ? 0 : patience.toNanos());
  }

  /** Returns the blocks that somebody still has locked. */
  List<NativeBlockId> removeAll(Predicate<NativeBlockId> which) {
    List<NativeBlockId> left = new ArrayList<>();
    // Infos and not entries: a put that is under way has an info, and is waited for.
    for (BlockId id : locks.blockInfoWrappers.keySet()) {
      if (id instanceof NativeBlockId nativeId && which.test(nativeId) && !removes(nativeId)) {
        left.add(nativeId);
      }
    }
    left.removeIf(this::removesInTime);
    if (!underMonitor) {
      awaitReleases();
    }
    if (thrown != null) {
      throw Thrown.<RuntimeException>sneak(thrown);
    }
    return left;
  }

  private boolean removesInTime(NativeBlockId id) {
    while (!removes(id)) {
      if (!awaitChange(id)) {
        return removes(id);
      }
    }
    return true;
  }

  /** True if the block is gone, by this call or another; false if somebody has locked it. */
  private boolean removes(NativeBlockId id) {
    try {
      Option<BlockInfo> locked = locks.lockForWriting(id, false);
      if (locked.isDefined()) {
        natives.removeLocked(id, locked);
        return true;
      }
    } catch (Throwable failure) {
      // One release that fails leaves no other block behind (R7).
      thrown = Thrown.first(thrown, failure);
    }
    return locks.get(id).isEmpty();
  }

  /** Waits until the block is unlocked or gone; false if the time is over before. */
  private boolean awaitChange(NativeBlockId id) {
    BlockInfoWrapper found = locks.blockInfoWrappers.get(id);
    if (found == null) {
      return true;
    }
    found.lock.lock();
    try {
      long left = endNanos - System.nanoTime();
      while (left > 0 && locks.blockInfoWrappers.get(id) == found && isLocked(found.info())) {
        left = found.condition.awaitNanos(left);
      }
      return left > 0;
    } catch (InterruptedException e) {
      // Whoever ends an engine and is interrupted is in a hurry: what is locked stays.
      Thread.currentThread().interrupt();
      endNanos = System.nanoTime();
      return false;
    } finally {
      found.lock.unlock();
    }
  }

  private static boolean isLocked(BlockInfo info) {
    return info.readerCount() > 0 || info.writerTask() != BlockInfo.NO_WRITER();
  }

  private void awaitReleases() {
    try {
      NativeEntries.awaitReleases(memory);
    } catch (Throwable failure) {
      thrown = Thrown.first(thrown, failure);
    }
  }
}
