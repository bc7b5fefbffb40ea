package org.apache.spark.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.NativeEntries;
import org.apache.spark.storage.memory.Thrown;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the blocks of an engine that ends before the store does, so that no release comes after
 * it (R13). Blocks that nobody has locked go first; for the others it waits, each with its own
 * lock's condition, until the patience is over.
 *
 * <p>The store may be stopping meanwhile: in local mode nobody waits for the shutdown of plugins. A
 * stop forgets the block infos, then clears the store; so a block without an info may have an entry
 * still, and a release that is running.
 */
final class EngineEnd {
  private static final Logger LOG = LoggerFactory.getLogger(EngineEnd.class);

  /** As good as for ever. */
  static final Duration LONGEST = Duration.ofDays(365);

  private static final long CLEAR_POLL_NANOS = 1_000_000;

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
    this.endNanos = System.nanoTime() + (underMonitor ? 0 : nanos(patience));
  }

  private static long nanos(Duration patience) {
    return patience.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : patience.toNanos();
  }

  /**
   * Removes the blocks, and waits for their releases if those are deferred. Returns the blocks that
   * somebody still has locked.
   */
  List<NativeBlockId> removeAll(Predicate<NativeBlockId> which) {
    List<NativeBlockId> left = remove(which);
    if (!underMonitor) {
      awaitReleases();
    }
    throwFailure();
    return left;
  }

  /** The same, and waits for no release that is deferred: that is not the caller's concern. */
  void removeWithoutReleases(Predicate<NativeBlockId> which) {
    List<NativeBlockId> left = remove(which);
    if (!left.isEmpty()) {
      LOG.warn("Native blocks stay, since somebody has locked them: {}", left);
    }
    throwFailure();
  }

  private List<NativeBlockId> remove(Predicate<NativeBlockId> which) {
    List<NativeBlockId> left = new ArrayList<>();
    for (NativeBlockId id : ids()) {
      if (which.test(id) && !removes(id)) {
        left.add(id);
      }
    }
    left.removeIf(this::removesInTime);
    return left;
  }

  private void throwFailure() {
    if (thrown != null) {
      throw Thrown.<RuntimeException>sneak(thrown);
    }
  }

  /** A put that is under way has an info and no entry; a stop may have left an entry alone. */
  private Set<NativeBlockId> ids() {
    Set<BlockId> all = new LinkedHashSet<>(locks.blockInfoWrappers.keySet());
    synchronized (memory.entries) {
      all.addAll(memory.entries.keySet());
    }
    return all.stream()
        .filter(NativeBlockId.class::isInstance)
        .map(NativeBlockId.class::cast)
        .collect(Collectors.toCollection(LinkedHashSet::new));
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
      if (natives.tryRemove(id)) {
        return true;
      }
      if (locks.get(id).isDefined()) {
        return false;
      }
      // A put adds its entry under the monitor, with its info there: an entry without is nobody's
      // but a stop's. A clear that is running has the monitor, and is waited for.
      synchronized (memory.memoryManager) {
        if (locks.get(id).isDefined()) {
          return false;
        }
        memory.remove(id);
        return true;
      }
    } catch (Throwable failure) {
      // One release that fails leaves no other block behind (R7).
      thrown = Thrown.first(thrown, failure);
      return locks.get(id).isEmpty();
    }
  }

  /** Waits until the block is unlocked or gone; false if the time is over before. */
  private boolean awaitChange(NativeBlockId id) {
    BlockInfoWrapper found = locks.blockInfoWrappers.get(id);
    if (found == null) {
      return true;
    }
    found.lock.lock();
    // A stop forgets the infos, and whoever gives a lock back then finds none whose waiters to
    // wake.
    try (NativeWaiters.Wait entered = NativeWaiters.enter(locks, found)) {
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

  /** A clear runs its deferred releases itself, outside of the queue. */
  private void awaitReleases() {
    try {
      NativeEntries.awaitReleases(memory);
      while (NativeEntries.isClearing(memory) && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(CLEAR_POLL_NANOS);
      }
    } catch (Throwable failure) {
      thrown = Thrown.first(thrown, failure);
    }
  }
}
