package dev.lockstep.spark.columnar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.columnar.CachedBatch;
import org.jspecify.annotations.Nullable;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/**
 * The batches of one partition as a scan gets them: first those that are pinned, all of them since
 * before the first was handed out (S4), then those that are made as they are asked for.
 *
 * <p>A batch that a scan has not taken when the next is asked for was pruned, and is given back.
 */
final class LiveBatches extends AbstractIterator<CachedBatch> implements AutoCloseable {
  private final TaskContext context;
  private final Deque<LiveBatch> pinned;
  private final Iterator<CachedBatch> rest;
  private @Nullable LiveBatch current;

  private LiveBatches(TaskContext context, List<LiveBatch> pinned, Iterator<CachedBatch> rest) {
    this.context = context;
    this.pinned = new ArrayDeque<>(pinned);
    this.rest = rest;
  }

  /** Everything is given back when the task ends, at the latest. */
  static LiveBatches of(TaskContext context, List<LiveBatch> pinned, Iterator<CachedBatch> rest) {
    LiveBatches made = new LiveBatches(context, pinned, rest);
    Tasks.atEnd(context, made::close);
    return made;
  }

  @Override
  public synchronized boolean hasNext() {
    return !pinned.isEmpty() || rest.hasNext();
  }

  @Override
  public synchronized LiveBatch next() {
    context.killTaskIfInterrupted();
    LiveBatch before = current;
    if (before != null && !before.isTaken()) {
      before.close();
    }
    LiveBatch next =
        pinned.isEmpty() ? LiveBatch.owned((CachedPayload) rest.next()) : pinned.removeFirst();
    current = next;
    return next;
  }

  @Override
  public synchronized void close() {
    LiveBatch open = current;
    if (open != null) {
      open.close();
    }
    pinned.forEach(LiveBatch::close);
    pinned.clear();
  }
}
