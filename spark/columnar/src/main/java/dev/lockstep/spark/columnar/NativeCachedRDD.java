package dev.lockstep.spark.columnar;

import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.storage.StorageLevel;
import scala.Function1;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;

/**
 * The RDD of a cached table: what is persisted is handles, what a task gets is batches that it may
 * read ({@link LiveBatch}). It owns the native blocks, so that they are removed with it and never
 * evict each other (R4, S6).
 */
final class NativeCachedRDD extends RDD<CachedBatch> {
  private static final long serialVersionUID = 1L;

  private final NativeCachedBatchSerializer serializer;

  /** Spark's: counts rows and bytes. Once for a task, since the last call counts. */
  private final Function1<Iterator<CachedBatch>, Iterator<CachedBatch>> counting;

  /** Of the level that was asked for: handles are always deserialized, on the heap. */
  private boolean offHeap;

  NativeCachedRDD(
      PayloadRDD payloads, Function1<Iterator<CachedBatch>, Iterator<CachedBatch>> counting) {
    super(payloads, PayloadRDD.TAG);
    this.serializer = payloads.serializer();
    this.counting = counting;
  }

  NativeCachedBatchSerializer serializer() {
    return serializer;
  }

  boolean isOffHeapAsked() {
    return offHeap;
  }

  @Override
  public RDD<CachedBatch> persist(StorageLevel level) {
    Levels.require(serializer.engine(), level);
    offHeap = level.useOffHeap();
    return super.persist(StorageLevel.MEMORY_ONLY());
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(ClassTag$.MODULE$.Any()).partitions();
  }

  /** The batches of a partition as they are made: each belongs to whoever takes it. */
  @SuppressWarnings("unchecked")
  Iterator<CachedPayload> payloads(Partition split, TaskContext context) {
    return new CountedPayloads(
        (Iterator<CachedPayload>)
            (Iterator<?>) firstParent(ClassTag$.MODULE$.Any()).iterator(split, context),
        counting);
  }

  /** A query that goes on after {@code unpersist}: nothing is kept. */
  @Override
  public Iterator<CachedBatch> compute(Partition split, TaskContext context) {
    return LiveBatches.of(context, List.of(), payloads(split, context));
  }

  /** Not Spark's: it would fetch handles from another executor, where they lead nowhere. */
  @Override
  public Iterator<CachedBatch> getOrCompute(Partition split, TaskContext context) {
    return new CachedPartition(this, ExecutorCache.ofThisExecutor(), split, context).open();
  }
}
