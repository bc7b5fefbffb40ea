package dev.lockstep.spark.columnar;

import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.columnar.SimpleMetricsCachedBatch;
import org.apache.spark.storage.ExecutorLocal;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.KnownSizeEstimation;
import org.jspecify.annotations.Nullable;

/**
 * What Spark caches in the place of a batch: the id of its native block, the attempt that made it,
 * its rows, its size and its columns' statistics (S2, S7).
 *
 * <p>Spark closes the values of a deserialized block that ends, evicted, removed or cleared: so the
 * payloads of a partition go with its handles (S6). A handle that has travelled leads nowhere.
 */
public final class NativeBatchHandle
    implements SimpleMetricsCachedBatch, AutoCloseable, ExecutorLocal, KnownSizeEstimation {
  private static final long serialVersionUID = 1L;

  /** About what the object, its id and a column's five statistics take on the heap. */
  private static final long FIXED_BYTES = 200;

  private static final long COLUMN_STATISTIC_BYTES = 24;

  private final NativeBlockId id;
  private final long attempt;
  private final int numRows;
  private final long sizeInBytes;
  private final long reservedBytes;
  private final InternalRow stats;
  private final long statisticsBytes;

  /** Null where the handle was sent to. */
  private final transient @Nullable CachedPayload payload;

  NativeBatchHandle(NativeBlockId id, long attempt, CachedPayload payload) {
    this.id = id;
    this.attempt = attempt;
    this.numRows = payload.numRows();
    this.sizeInBytes = payload.sizeInBytes();
    this.reservedBytes = payload.reservedBytes();
    this.stats = payload.stats();
    this.statisticsBytes = bytes(stats);
    this.payload = payload;
  }

  /** The native block of the batch: relation, partition and the batch's number in it (S2). */
  public NativeBlockId id() {
    return id;
  }

  /** The attempt id of the task that made the batch: unique in an application (S2). */
  public long attempt() {
    return attempt;
  }

  @Override
  public int numRows() {
    return numRows;
  }

  /** What Spark plans by: the sum of the columns' sizes, as its own serializer counts them. */
  @Override
  public long sizeInBytes() {
    return sizeInBytes;
  }

  /** What the payload occupies. */
  public long reservedBytes() {
    return reservedBytes;
  }

  @Override
  public InternalRow stats() {
    return stats;
  }

  @Override
  public long estimatedSize() {
    return FIXED_BYTES + statisticsBytes;
  }

  private static long bytes(InternalRow stats) {
    long bytes = COLUMN_STATISTIC_BYTES * stats.numFields();
    for (int i = 0; i < stats.numFields(); i++) {
      // Bounds of strings are whole values.
      if (!stats.isNullAt(i) && stats.get(i, null) instanceof UTF8String bound) {
        bytes += bound.numBytes();
      }
    }
    return bytes;
  }

  /** Whether its payload is still there; a pin may yet come too late. */
  boolean isLive() {
    return payload != null && payload.isLive();
  }

  /** The batch, pinned; empty if its payload is gone or is another attempt's by now (S5). */
  Optional<LiveBatch> pin(ExecutorCache cache) {
    CachedPayload mine = payload;
    if (mine == null) {
      return Optional.empty();
    }
    Optional<PinnedNativeBlock> pin = cache.store().pinNative(id);
    if (pin.isEmpty()) {
      return Optional.empty();
    }
    if (pin.get().release() != mine || !mine.use()) {
      pin.get().close();
      if (pin.get().release() instanceof CachedPayload other) {
        // Its own handle may have gone while it was pinned here.
        other.unpinned(id);
      }
      return Optional.empty();
    }
    return Optional.of(LiveBatch.pinned(mine, pin.get()));
  }

  /** Called by Spark when the block of handles ends, maybe with the monitor held. */
  @Override
  public void close() {
    if (payload != null) {
      payload.doom(id);
    }
  }

  @Override
  public String toString() {
    return "NativeBatchHandle(" + id + ", attempt " + attempt + ", " + numRows + " rows)";
  }
}
