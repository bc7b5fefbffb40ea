package dev.lockstep.spark.columnar;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
  private final Iterator<CachedPayload> rest;

  /** Handed out and not closed: a filter may be a batch ahead of the scan. */
  private final List<LiveBatch> open = new ArrayList<>();

  private @Nullable LiveBatch current;
  private boolean closed;

  private LiveBatches(TaskContext context, List<LiveBatch> pinned, Iterator<CachedPayload> rest) {
    this.context = context;
    this.pinned = new ArrayDeque<>(pinned);
    this.rest = rest;
  }

  /** Everything is given back when the task ends, at the latest. */
  static LiveBatches of(TaskContext context, List<LiveBatch> pinned, Iterator<CachedPayload> rest) {
    LiveBatches made = new LiveBatches(context, pinned, rest);
    Tasks.atEnd(context, made::close);
    return made;
  }

  @Override
  public synchronized boolean hasNext() {
    return !closed && (!pinned.isEmpty() || rest.hasNext());
  }

  @Override
  public synchronized LiveBatch next() {
    if (closed) {
      throw new IllegalStateException("cached batches were read after the end of their task");
    }
    context.killTaskIfInterrupted();
    LiveBatch before = current;
    if (before != null && !before.isTaken()) {
      before.close();
    }
    open.removeIf(batch -> !batch.isOpen());
    LiveBatch next = pinned.isEmpty() ? LiveBatch.owned(rest.next()) : pinned.removeFirst();
    open.add(next);
    current = next;
    return next;
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.addAll(pinned);
    pinned.clear();
    closeAll(open);
    open.clear();
  }

  /** Closes each of them, whatever the others throw; throws the first of that. */
  static void closeAll(Iterable<LiveBatch> batches) {
    Throwable first = null;
    for (LiveBatch batch : batches) {
      try {
        batch.close();
      } catch (RuntimeException | Error thrown) {
        if (first == null) {
          first = thrown;
        } else if (first != thrown) {
          first.addSuppressed(thrown);
        }
      }
    }
    if (first instanceof Error error) {
      throw error;
    } else if (first instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
