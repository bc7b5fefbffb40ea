package dev.lockstep.spark.columnar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.executor.InputMetrics;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.storage.PinnedPut;
import org.apache.spark.storage.RDDBlockId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;

/**
 * One partition of a cached table in one task: found whole, or made again.
 *
 * <p>Found: all payloads are pinned before the first batch is handed out (S4). If one is gone the
 * whole partition is computed, by one task of the executor at a time (S5). What finds no space, or
 * meets another attempt's block, is read once and not kept (S3). Nothing here waits but for the
 * task that computes the same partition, and for a block that somebody writes just now (S8).
 */
final class CachedPartition {
  private static final Logger LOG = LoggerFactory.getLogger(NativeCachedBatchSerializer.class);

  private final NativeCachedRDD rdd;
  private final ExecutorCache cache;
  private final Partition split;
  private final TaskContext context;
  private final RDDBlockId block;

  CachedPartition(NativeCachedRDD rdd, ExecutorCache cache, Partition split, TaskContext context) {
    this.rdd = rdd;
    this.cache = cache;
    this.split = split;
    this.context = context;
    this.block = new RDDBlockId(rdd.id(), split.index());
  }

  Iterator<CachedBatch> open() {
    // With spark.rdd.cache.visibilityTracking.enabled, blocks of attempts that may yet fail are not
    // read: what they have counted would be missing. They are computed, as Spark does.
    boolean visible = cache.manager().isRDDBlockVisible(block);
    LiveBatches found = visible ? findWhole() : null;
    if (found != null) {
      return found;
    }
    try (ExecutorCache.Turn turn = cache.turn(block, context)) {
      if (visible) {
        found = findWhole();
        if (found != null) {
          return found;
        }
        dropWhatIsLeft();
      } else {
        cache.dropIfBroken(block);
      }
      LiveBatches made = cache.handles(block).isPresent() ? hidden() : build();
      if (!visible && cache.handles(block).isPresent()) {
        cache.manager().master().updateRDDBlockTaskInfo(block, context.taskAttemptId());
      }
      return made;
    }
  }

  /** All batches, pinned; null if the partition is not here, or not all of it. */
  private @Nullable LiveBatches findWhole() {
    Optional<List<NativeBatchHandle>> handles = cache.handles(block);
    if (handles.isEmpty()) {
      return null;
    }
    List<LiveBatch> pinned = new ArrayList<>();
    long bytes = 0;
    try {
      for (NativeBatchHandle handle : handles.get()) {
        Optional<LiveBatch> batch = handle.pin(cache);
        if (batch.isEmpty()) {
          LiveBatches.closeAll(pinned);
          return null;
        }
        pinned.add(batch.get());
        bytes += handle.reservedBytes();
      }
    } catch (Throwable failure) {
      LiveBatches.closeAll(pinned);
      throw failure;
    }
    InputMetrics read = context.taskMetrics().inputMetrics();
    read.incBytesRead(bytes);
    read.incRecordsRead(pinned.size());
    cache.metrics().partitionFound();
    return LiveBatches.of(context, pinned, Scans.nothing());
  }

  /** A payload is gone, so the others serve nobody, and the driver is to know. */
  private void dropWhatIsLeft() {
    Optional<List<NativeBatchHandle>> handles = cache.handles(block);
    if (handles.isEmpty()) {
      return;
    }
    long gone = handles.get().stream().filter(handle -> !handle.isLive()).count();
    LOG.info(
        "Partition {} of the columnar cache is computed again: of its {} payloads {} are gone",
        block,
        handles.get().size(),
        gone);
    cache.metrics().partitionBroken();
    cache.manager().removeBlock(block, true);
  }

  /**
   * The partition is here, and an attempt that may fail has made it: as in stock it is computed for
   * what computing it counts, and read from the cache.
   */
  private LiveBatches hidden() {
    Iterator<CachedPayload> payloads = rdd.payloads(split, context);
    while (payloads.hasNext()) {
      context.killTaskIfInterrupted();
      payloads.next().free();
    }
    LiveBatches found = findWhole();
    if (found != null) {
      return found;
    }
    cache.metrics().partitionNotKept();
    return LiveBatches.of(context, List.of(), rdd.payloads(split, context));
  }

  private LiveBatches build() {
    Iterator<CachedPayload> payloads = rdd.payloads(split, context);
    List<LiveBatch> pinned = new ArrayList<>();
    try {
      List<NativeBatchHandle> handles = new ArrayList<>();
      String refused = null;
      while (refused == null && payloads.hasNext()) {
        context.killTaskIfInterrupted();
        NativeBlockId id = id(handles.size());
        CachedPayload payload = payloads.next();
        PinnedPut put = put(id, payload);
        if (put.result() == NativePutResult.DUPLICATE && removeDoomed(id)) {
          put = put(id, payload);
        }
        if (put.result() == NativePutResult.STORED) {
          pinned.add(LiveBatch.pinned(payload, put.pin().orElseThrow(() -> ended(id, payload))));
          handles.add(new NativeBatchHandle(id, context.taskAttemptId(), payload));
        } else {
          refused = id + " (" + payload.reservedBytes() + " bytes): " + put.result();
          pinned.add(LiveBatch.owned(payload));
        }
      }
      if (refused == null && !cache.keep(block, handles)) {
        refused = "its " + handles.size() + " handles: NO_SPACE";
      }
      if (refused == null) {
        cache.metrics().partitionBuilt();
        return LiveBatches.of(context, pinned, Scans.nothing());
      }
      LOG.info("Partition {} of the columnar cache is not kept: {}", block, refused);
      cache.metrics().partitionNotKept();
      pinned.forEach(LiveBatch::removeWhenRead);
      return LiveBatches.of(context, pinned, payloads);
    } catch (Throwable failure) {
      // What this attempt has registered nobody has a handle of (S6).
      pinned.forEach(LiveBatch::removeWhenRead);
      LiveBatches.closeAll(pinned);
      throw failure;
    }
  }

  /** S2: the relation, as owner, the partition and the batch's number in it. */
  private NativeBlockId id(int ordinal) {
    return NativeBlockId.ofRdd(rdd.serializer().engine(), split.index() + "-" + ordinal, rdd.id());
  }

  /** S3: if Spark takes it, the engine is told the id; else the payload is still the task's. */
  private PinnedPut put(NativeBlockId id, CachedPayload payload) {
    payload.offeredTo(cache, block);
    // The reading of this task, from before the block can end.
    payload.use();
    PinnedPut put;
    try {
      put = cache.store().putPinned(id, payload.reservedBytes(), mode(), payload);
    } catch (Throwable failure) {
      payload.endUse();
      payload.free();
      throw failure;
    }
    if (put.result() != NativePutResult.STORED) {
      payload.endUse();
      return put;
    }
    try {
      payload.registered(id);
    } catch (Throwable failure) {
      payload.endUse();
      put.pin().ifPresent(PinnedNativeBlock::close);
      payload.doom(id);
      throw failure;
    }
    return put;
  }

  /**
   * An earlier attempt's payload whose handle has gone while somebody had it locked, so that it
   * could not go as well: true if it is not there any more.
   */
  private boolean removeDoomed(NativeBlockId id) {
    Optional<PinnedNativeBlock> pin = cache.store().tryPin(id);
    if (pin.isEmpty()) {
      return false;
    }
    pin.get().close();
    if (pin.get().release() instanceof CachedPayload resident && resident.isDoomed()) {
      resident.unpinned(id);
      return !resident.isLive();
    }
    return false;
  }

  private MemoryMode mode() {
    return rdd.isOffHeapAsked()
        ? MemoryMode.OFF_HEAP
        : rdd.serializer().memoryMode(SparkEnv.get().conf());
  }

  /** The task has ended on another thread, or the store has stopped: Spark owns the payload. */
  private static IllegalStateException ended(NativeBlockId id, CachedPayload payload) {
    payload.endUse();
    payload.doom(id);
    return new IllegalStateException(id + ": the task has ended while it was caching");
  }
}
