package dev.lockstep.spark.plain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.memory.BlockEvictionHandler;
import org.apache.spark.storage.memory.MemoryStore;
import org.apache.spark.storage.memory.PartiallySerializedBlock;
import org.apache.spark.storage.memory.PartiallyUnrolledIterator;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Either;

/**
 * Spark's memory store with offloaded blocks in its own map, so that all its accounting, its
 * recency order and its eviction hold for them. {@link Offloading} is what an engine calls.
 */
final class OffloadingStore extends MemoryStore {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

  private final MemoryManager monitor;
  private final Ends ends = new Ends();

  /** The offloaded blocks, least recent first; stock's own map is private. Guarded by itself. */
  private final Map<BlockId, Reservation> offloaded = new LinkedHashMap<>(16, 0.75f, true);

  private boolean clearing;

  OffloadingStore(
      SparkConf conf,
      OffloadingLocks locks,
      @Nullable SerializerManager serializers,
      MemoryManager memory,
      BlockEvictionHandler eviction) {
    super(conf, locks, serializers, memory, eviction);
    this.monitor = memory;
  }

  // Offloaded blocks

  /**
   * Reserves and adds (R1), all under the monitor: no clear comes between the two (R13).
   *
   * @param wanted asked under the monitor, right before: whether the put is still to be made
   * @return false if there is no space; nothing is left then, nor if this throws
   */
  boolean add(OffloadedBlockId id, long bytes, MemoryMode mode, Runnable free, Wanted wanted) {
    synchronized (monitor) {
      // A store that is being cleared has no space: nobody would end what is added now (R13).
      if (clearing || !wanted.stillWanted()) {
        return false;
      }
      Reservation reservation = new Reservation(bytes, free, ends);
      boolean stored = false;
      try {
        // Stock asks for the buffer when the bytes are reserved.
        stored = super.putBytes(id, bytes, mode, () -> remember(id, reservation), ANY);
        return stored;
      } finally {
        if (!stored && forget(id)) {
          monitor.releaseStorageMemory(bytes, mode);
        }
      }
    }
  }

  /** Whether a put is still to be made. */
  interface Wanted {
    boolean stillWanted();
  }

  /** Makes a block most recent, as a read would (R4, R11); false if it is gone. */
  boolean touch(OffloadedBlockId id) {
    boolean there = super.getBytes(id).isDefined();
    if (there) {
      synchronized (offloaded) {
        offloaded.get(id);
      }
    }
    return there;
  }

  /** R8: a release asks, on its own thread; it must not wait for a block lock. */
  boolean isInRelease() {
    return Thread.holdsLock(monitor) && ends.underWay();
  }

  private Reservation remember(BlockId id, Reservation reservation) {
    synchronized (offloaded) {
      offloaded.put(id, reservation);
    }
    return reservation;
  }

  private boolean forget(BlockId id) {
    synchronized (offloaded) {
      return offloaded.remove(id) != null;
    }
  }

  private @Nullable BlockId leastRecent() {
    synchronized (offloaded) {
      return offloaded.isEmpty() ? null : offloaded.keySet().iterator().next();
    }
  }

  // Stock's ends: entry, release, bytes are in the right order there (R6)

  @Override
  public boolean remove(BlockId id) {
    return released(
        () -> {
          forget(id);
          return super.remove(id);
        });
  }

  /**
   * R7: all victims are dropped before a fatal error leaves. An execution request is told what is
   * free now and was not before: a release may have put something (R8).
   */
  @Override
  public long evictBlocksToFreeSpace(Option<BlockId> id, long space, MemoryMode mode) {
    return released(
        () -> {
          long freeBefore = free(mode);
          long evicted = super.evictBlocksToFreeSpace(id, space, mode);
          return id.isEmpty() ? free(mode) - freeBefore : evicted;
        });
  }

  /** R5, R6, R13: stock would free all at once, entries and bytes still there. */
  @Override
  public void clear() {
    released(
        () -> {
          clearing = true;
          try {
            BlockId next;
            while ((next = leastRecent()) != null) {
              remove(next);
            }
            super.clear();
          } finally {
            clearing = false;
          }
          return true;
        });
  }

  private <T> T released(Supplier<T> call) {
    synchronized (monitor) {
      return ends.around(call);
    }
  }

  private long free(MemoryMode mode) {
    return switch (mode) {
      case ON_HEAP -> monitor.onHeapStorageMemoryPool().memoryFree();
      case OFF_HEAP -> monitor.offHeapStorageMemoryPool().memoryFree();
    };
  }

  // What stock must not do with an offloaded block

  @Override
  public <T> boolean putBytes(
      BlockId id, long size, MemoryMode mode, Function0<ChunkedByteBuffer> bytes, ClassTag<T> tag) {
    refusePut(id, "putBytes");
    return super.putBytes(id, size, mode, bytes, tag);
  }

  @Override
  public <T> Either<PartiallyUnrolledIterator<T>, Object> putIteratorAsValues(
      BlockId id, Iterator<T> values, MemoryMode mode, ClassTag<T> tag) {
    refusePut(id, "putIteratorAsValues");
    return super.putIteratorAsValues(id, values, mode, tag);
  }

  @Override
  public <T> Either<PartiallySerializedBlock<T>, Object> putIteratorAsBytes(
      BlockId id, Iterator<T> values, ClassTag<T> tag, MemoryMode mode) {
    refusePut(id, "putIteratorAsBytes");
    return super.putIteratorAsBytes(id, values, tag, mode);
  }

  @Override
  public Option<ChunkedByteBuffer> getBytes(BlockId id) {
    refuseRead(id, "getBytes");
    return super.getBytes(id);
  }

  @Override
  public Option<Iterator<Object>> getValues(BlockId id) {
    refuseRead(id, "getValues");
    return super.getValues(id);
  }

  /** R2. */
  private static void refusePut(BlockId id, String method) {
    if (id instanceof OffloadedBlockId) {
      throw new IllegalArgumentException(method + ": " + id + " is put with offload");
    }
  }

  /** R9. */
  private static void refuseRead(BlockId id, String method) {
    if (id instanceof OffloadedBlockId offloadedId) {
      throw new OffloadedReadException(method, offloadedId);
    }
  }
}
