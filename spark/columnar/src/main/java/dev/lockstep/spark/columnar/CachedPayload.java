package dev.lockstep.spark.columnar;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.columnar.SimpleMetricsCachedBatch;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.storage.EngineRelease;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.ReleaseReason;
import org.jspecify.annotations.Nullable;

/**
 * A batch of one attempt: the engine's payload, and who uses it.
 *
 * <p>It belongs to the task that made it, or, once it is registered, to Spark, whose callback it
 * is. So a pin tells by {@code PinnedNativeBlock.release} which attempt's payload it holds (S2).
 * Each reader is a user as well; the payload is freed by its last user. While pins hold that is
 * Spark or the task; only a stop releases a payload under its reader (R13), and then the reader is.
 */
final class CachedPayload implements SimpleMetricsCachedBatch, EngineRelease {
  private final NativeCachedBatch batch;
  private final int numRows;
  private final InternalRow statistics;
  private final long sizeInBytes;

  /** The owner is one. */
  private final AtomicInteger users = new AtomicInteger(1);

  /** Set before the block is put. */
  private @Nullable Registration registration;

  private volatile boolean released;
  private volatile boolean doomed;

  private record Registration(ExecutorCache cache, RDDBlockId partition) {}

  CachedPayload(NativeCachedBatch batch, int numRows, InternalRow statistics, long sizeInBytes) {
    this.batch = batch;
    this.numRows = numRows;
    this.statistics = statistics;
    this.sizeInBytes = sizeInBytes;
  }

  @Override
  public int numRows() {
    return numRows;
  }

  @Override
  public long sizeInBytes() {
    return sizeInBytes;
  }

  @Override
  public InternalRow stats() {
    return statistics;
  }

  long reservedBytes() {
    return batch.reservedBytes();
  }

  /** Before the put, after which a release may come at any time. */
  void offeredTo(ExecutorCache cache, RDDBlockId partition) {
    registration = new Registration(cache, partition);
  }

  void registered(NativeBlockId id) {
    batch.registered(id);
  }

  /** Whether Spark has it still, or the task that made it. */
  boolean isLive() {
    return !released;
  }

  /** One user more; false if the payload has been freed. */
  boolean use() {
    return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  ColumnarBatch read(int[] columns) {
    return batch.read(columns);
  }

  void endUse() {
    if (users.decrementAndGet() == 0) {
      batch.release();
    }
  }

  /** The task gives up a payload that Spark never took. */
  void free() {
    released = true;
    endUse();
  }

  @Override
  public void release(NativeBlockId id, ReleaseReason reason) {
    released = true;
    Registration known = registration;
    if (reason == ReleaseReason.EVICTED && known != null) {
      known.cache().partitionBroken(known.partition());
    }
    endUse();
  }

  /**
   * Its handle has gone: so has the payload, now or when its last pin is closed (S6). Never waits:
   * handles are closed under the monitor too.
   */
  void doom(NativeBlockId id) {
    doomed = true;
    removeIfFree(id);
  }

  /** Whether its handle has gone, or never was. */
  boolean isDoomed() {
    return doomed;
  }

  /** A pin of it was closed. */
  void unpinned(NativeBlockId id) {
    if (doomed) {
      removeIfFree(id);
    }
  }

  private void removeIfFree(NativeBlockId id) {
    Registration known = registration;
    if (known != null && !released) {
      known.cache().store().tryRemove(id, this);
    }
  }
}
