package org.apache.spark.storage.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.OptionalInt;
import java.util.Queue;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlocks;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.NativeRelease;
import org.apache.spark.storage.ReleaseReason;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * What the woven methods of {@code MemoryStore} call. Engines use {@code NativeBlockStore} or the
 * methods of {@code BlockManager} instead: here the caller holds the block's lock.
 *
 * <p>Locks are taken in stock's order: the memory manager's monitor, then {@code entries}.
 */
public final class NativeEntries {
  private static final MemoryEntry<?> NO_DATA =
      new SerializedMemoryEntry<>(
          new ChunkedByteBuffer(new ByteBuffer[0]), MemoryMode.ON_HEAP, ClassTag$.MODULE$.Any());

  private NativeEntries() {}

  /** The woven {@code MemoryStore.putNative}: true if stored (R1). */
  public static boolean putNative(
      MemoryStore store, NativeBlockId id, long size, MemoryMode mode, NativeRelease release) {
    NativeMemoryEntry entry = new NativeMemoryEntry(id, size, mode, release);
    NativePutResult result;
    synchronized (store.memoryManager) {
      result = reserveAndAdd(store, entry);
    }
    if (result == NativePutResult.DUPLICATE) {
      throw new IllegalArgumentException(
          id + ": expected a new block, found one in the MemoryStore");
    }
    return result == NativePutResult.STORED;
  }

  /**
   * The same for a put that has made the block's info and holds its write lock. A stop clears the
   * infos, then the tasks, then the store under the monitor: a put that comes later is told that
   * there is no space, since nobody would ever release what it adds (R13). Its info may have been
   * made while the stop was clearing, so the task counts as well; and so does an entry without an
   * info of its own, which the stop has not cleared yet.
   *
   * @throws IllegalStateException if the task alone has ended meanwhile, and no stop
   */
  public static boolean put(
      MemoryStore store, NativeMemoryEntry entry, BlockInfoManager locks, BlockInfo info) {
    synchronized (store.memoryManager) {
      if (NativeBlocks.isStillLockedByTask(locks, info)) {
        return reserveAndAdd(store, entry) == NativePutResult.STORED;
      }
      NativeBlocks.requireStop(locks, entry.id(), info);
      return false;
    }
  }

  /**
   * Reserves and adds the entry as most recent (R1). Nothing but what was evicted has changed if
   * there is no space, or an entry of that id already. Stock asks for that before it reserves; here
   * the map says so when it is told, which spares each put a look-up.
   *
   * <p>All of it under the monitor, unlike a stock put: a clear by another thread between
   * reservation and entry would give the bytes back and leave an entry that is not accounted for
   * (R3) and, if the block manager stops with it, never released (R5).
   */
  private static NativePutResult reserveAndAdd(MemoryStore store, NativeMemoryEntry entry) {
    MemoryManager manager = store.memoryManager;
    // A release may put while its store is cleared (R8): a store that ends has no space.
    NativeReleases releases = NativeReleases.of(store);
    if (releases.isClearing()
        || !manager.acquireStorageMemory(entry.id(), entry.size(), entry.memoryMode())) {
      return NativePutResult.NO_SPACE;
    }
    boolean added = false;
    try {
      // Whatever may fail comes before the entry: a put that throws is its caller's payload.
      releases.usage().of(entry.id());
      added = addAbsent(store, entry);
    } finally {
      if (!added) {
        forget(store, entry);
        manager.releaseStorageMemory(entry.size(), entry.memoryMode());
      }
    }
    if (!added) {
      return NativePutResult.DUPLICATE;
    }
    releases.registered(entry);
    return NativePutResult.STORED;
  }

  private static boolean addAbsent(MemoryStore store, NativeMemoryEntry entry) {
    synchronized (store.entries) {
      return store.entries.putIfAbsent(entry.id(), entry) == null;
    }
  }

  /** The entry, made most recent as by a stock get (R4); null if there is none. */
  public static @Nullable NativeMemoryEntry touch(MemoryStore store, NativeBlockId id) {
    synchronized (store.entries) {
      return (NativeMemoryEntry) store.entries.get(id);
    }
  }

  /** R5: the entry has left the map; its payload goes. Stock calls it from {@link #remove}. */
  public static void freeMemoryEntry(MemoryStore store, NativeMemoryEntry entry) {
    NativeReleases.of(store).run(entry);
  }

  /** What {@code dropBlock} may match on: an entry of a stock kind, never read if it stands in. */
  public static MemoryEntry<?> droppable(MemoryEntry<?> entry) {
    return entry instanceof NativeMemoryEntry ? NO_DATA : entry;
  }

  /** R4: the RDD of the same-RDD rule. */
  public static Option<Object> getRddId(MemoryStore store, NativeBlockId id) {
    OptionalInt owner = id.owner();
    return owner.isPresent() ? Option.apply(owner.getAsInt()) : Option.empty();
  }

  /**
   * Stock remove of a native block; a fatal error of the release leaves when the bytes are back
   * (R7). A deferring store keeps the bytes until the release has run (R8).
   */
  public static boolean remove(MemoryStore store, NativeBlockId id) {
    synchronized (store.memoryManager) {
      NativeReleases releases = store.native$releases;
      if (releases == null) {
        return store.stock$remove(id);
      }
      DeferredReleases deferred = releases.deferred();
      if (deferred != null) {
        NativeMemoryEntry entry = touch(store, id);
        if (entry != null) {
          // First queued, which may fail, then gone. Nobody sees the queue before the monitor is
          // left.
          releases.defer(deferred, entry);
          take(store, id);
        }
        return entry != null;
      }
      ReleaseReason before = releases.begin(ReleaseReason.REMOVED);
      boolean removed;
      try {
        removed = store.stock$remove(id);
      } catch (Throwable failure) {
        throw releases.endAfter(before, failure);
      }
      releases.end(before);
      return removed;
    }
  }

  /**
   * Stock eviction; a fatal error of a release leaves when all victims are dropped (R7). The caller
   * has the monitor, as in stock.
   *
   * @param id the block that space is made for; empty for an execution request
   * @return for an execution request by how many bytes the pool has more free. Stock adds up the
   *     victims' sizes, which is the same unless releases are deferred, or put a block themselves
   *     (R8), or the close of a value does: an execution request that was told more would move
   *     memory that is in use. A put looks at the pool itself, and not at the sum.
   */
  public static long evictBlocksToFreeSpace(
      MemoryStore store, Option<BlockId> id, long space, MemoryMode mode) {
    boolean forExecution = id.isEmpty();
    long freeBefore = forExecution ? free(store, mode) : 0;
    long evicted;
    NativeReleases releases = store.native$releases;
    if (releases == null || !releases.anyRegistered()) {
      evicted = store.stock$evictBlocksToFreeSpace(id, space, mode);
      // The close of a JVM block's value may have put native blocks.
      return forExecution && store.native$releases != null
          ? free(store, mode) - freeBefore
          : evicted;
    }
    long blocksBefore = releases.usage().blocksEvicted();
    ReleaseReason before = releases.begin(ReleaseReason.EVICTED);
    try {
      evicted = store.stock$evictBlocksToFreeSpace(id, space, mode);
    } catch (Throwable failure) {
      throw releases.endAfter(before, failure);
    }
    releases.end(before);
    releases.usage().logPressure(id, space, mode, blocksBefore);
    return forExecution ? free(store, mode) - freeBefore : evicted;
  }

  /**
   * True within a release that runs under the monitor, on its own thread. It must not wait for a
   * block lock (R8): the removal or eviction that runs it may hold that lock itself, and whoever
   * else holds it may be waiting for the monitor.
   */
  public static boolean isInRelease(MemoryStore store) {
    if (!isMonitorHeld(store)) {
      return false;
    }
    NativeReleases releases = store.native$releases;
    return releases != null && releases.isUnderWay();
  }

  /** False for a store that nobody has put a native block into (R14). */
  public static boolean hasHadNatives(MemoryStore store) {
    synchronized (store.memoryManager) {
      return store.native$releases != null;
    }
  }

  /**
   * True on a thread that holds the monitor, whatever brought it there: a release, the close of a
   * JVM block's value, an engine's own code. It waits for nothing: whoever has what it waits for
   * may be waiting for the monitor.
   */
  public static boolean isMonitorHeld(MemoryStore store) {
    return Thread.holdsLock(store.memoryManager);
  }

  /**
   * Waits until every release that was queued so far has run; at once if none is deferred.
   *
   * @throws IllegalStateException if the store defers releases and this thread holds the monitor
   */
  public static void awaitReleases(MemoryStore store) {
    NativeReleases releases;
    synchronized (store.memoryManager) {
      releases = store.native$releases;
    }
    DeferredReleases deferred = releases == null ? null : releases.deferred();
    if (deferred != null) {
      deferred.runAll();
    }
  }

  /** True while another thread clears the store, and may be running deferred releases for it. */
  public static boolean isClearing(MemoryStore store) {
    synchronized (store.memoryManager) {
      NativeReleases releases = store.native$releases;
      DeferredReleases deferred = releases == null ? null : releases.deferred();
      return deferred != null && releases.isClearing() && !deferred.isRunningHere();
    }
  }

  /** Ends every native registration, whatever its locks (R13), then clears the rest as stock. */
  public static void clear(MemoryStore store) {
    NativeReleases releases;
    synchronized (store.memoryManager) {
      releases = store.native$releases;
      if (releases == null) {
        store.stock$clear();
        return;
      }
    }
    DeferredReleases deferred = releases.deferred();
    if (deferred == null) {
      clearUnderMonitor(store, releases);
    } else {
      clearAfterReleases(store, releases, deferred);
    }
  }

  private static void clearUnderMonitor(MemoryStore store, NativeReleases releases) {
    synchronized (store.memoryManager) {
      ReleaseReason before = releases.begin(ReleaseReason.CLEARED);
      releases.clearBegins();
      try {
        NativeMemoryEntry entry;
        while ((entry = takeLeastRecent(store)) != null) {
          releases.run(entry);
          store.memoryManager.releaseStorageMemory(entry.size(), entry.memoryMode());
        }
        store.stock$clear();
      } catch (Throwable failure) {
        releases.clearEnds();
        throw releases.endAfter(before, failure);
      }
      releases.clearEnds();
      releases.end(before);
    }
  }

  /**
   * Stock clear sets the bytes used to 0, so no release may be left that would give bytes back
   * after it. The monitor is left meanwhile (R8); native puts find no space until the end.
   */
  private static void clearAfterReleases(
      MemoryStore store, NativeReleases releases, DeferredReleases deferred) {
    if (deferred.isRunningHere()) {
      throw new IllegalStateException("a deferred release can't clear the store that runs it");
    }
    if (isMonitorHeld(store)) {
      throw new IllegalStateException(
          "a store that defers releases can't be cleared with the monitor held");
    }
    Queue<DeferredReleases.Due> own;
    Throwable failure = null;
    synchronized (store.memoryManager) {
      // Not queued with the others: the store's thread may be quicker than this one, and a fatal
      // error has to leave from here (R7). Made with room for all, so that none is lost.
      own = new ArrayDeque<>(releases.registrations() + 1);
      releases.clearBegins();
      try {
        takeAll(store, releases, own);
      } catch (Throwable noMemory) {
        // What is left has not been released, so stock must not forget it.
        failure = noMemory;
      }
    }
    try {
      deferred.runAllAnd(own);
      if (failure != null) {
        throw Thrown.<RuntimeException>sneak(failure);
      }
    } finally {
      synchronized (store.memoryManager) {
        try {
          if (failure == null) {
            store.stock$clear();
          }
        } finally {
          // Not before: the close of a JVM block's value may put, and stock would forget the entry.
          releases.clearEnds();
        }
      }
    }
  }

  private static long free(MemoryStore store, MemoryMode mode) {
    return mode == MemoryMode.ON_HEAP
        ? store.memoryManager.onHeapStorageMemoryPool().memoryFree()
        : store.memoryManager.offHeapStorageMemoryPool().memoryFree();
  }

  /** A put has failed half way: a map may have linked the entry before it ran out of memory. */
  private static void forget(MemoryStore store, NativeMemoryEntry entry) {
    synchronized (store.entries) {
      if (store.entries.get(entry.id()) == entry) {
        store.entries.remove(entry.id());
      }
    }
  }

  private static @Nullable NativeMemoryEntry take(MemoryStore store, NativeBlockId id) {
    synchronized (store.entries) {
      return (NativeMemoryEntry) store.entries.remove(id);
    }
  }

  private static void takeAll(
      MemoryStore store, NativeReleases releases, Queue<DeferredReleases.Due> to) {
    synchronized (store.entries) {
      Iterator<MemoryEntry<?>> entries = store.entries.values().iterator();
      while (entries.hasNext()) {
        if (entries.next() instanceof NativeMemoryEntry entry) {
          to.add(new DeferredReleases.Due(entry, ReleaseReason.CLEARED));
          entries.remove();
          releases.ended(entry, ReleaseReason.CLEARED);
        }
      }
    }
  }

  private static @Nullable NativeMemoryEntry takeLeastRecent(MemoryStore store) {
    synchronized (store.entries) {
      Iterator<MemoryEntry<?>> entries = store.entries.values().iterator();
      while (entries.hasNext()) {
        if (entries.next() instanceof NativeMemoryEntry entry) {
          entries.remove();
          return entry;
        }
      }
      return null;
    }
  }
}
