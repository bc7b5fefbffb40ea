package dev.lockstep.spark.plain;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoManager;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Spark's block locks, with one more lock round all that is done to the lock of an offloaded block.
 * So a lock is never taken on an info that has left the map meanwhile (stock looks first and locks
 * then), and a loan is given back only while it is held (R11).
 *
 * <p>The order of locks: {@code whole}, then stock's own. The monitor of the memory manager may be
 * held already; nobody takes it with {@code whole} held.
 */
final class OffloadingLocks extends BlockInfoManager {
  private final Object whole = new Object();

  /** A new object each time that a task begins: a loan of an earlier one is void. */
  private final Map<Long, Object> terms = new HashMap<>();

  OffloadingLocks() {
    super(false);
    registerTask(BlockInfo.NON_TASK_WRITER());
  }

  /** What a loan remembers of its read lock: whose, in which term, and of which registration. */
  record Held(OffloadedBlockId id, long task, Object term, BlockInfo info) {}

  /**
   * Takes a read lock for a loan; null if there is no such block, or it is busy and not to wait.
   */
  @Nullable Held lend(OffloadedBlockId id, boolean wait) {
    synchronized (whole) {
      Option<BlockInfo> info = lockForReading(id, wait);
      return info.isEmpty() ? null : new Held(id, currentTask(), term(id), info.get());
    }
  }

  /** Stock counts a reader up before it fails to note the lock for a task that has ended. */
  private Object term(BlockId id) {
    Object term = terms.get(currentTask());
    if (term == null) {
      throw new IllegalStateException(id + ": task " + currentTask() + " has ended or never began");
    }
    return term;
  }

  /** Gives the read lock of a loan back, from any thread; nothing if it was lost meanwhile. */
  void giveBack(Held held) {
    synchronized (whole) {
      Option<BlockInfo> now = get(held.id());
      if (terms.get(held.task()) == held.term() && now.isDefined() && now.get() == held.info()) {
        unlock(held.id(), Option.apply(held.task()));
      }
    }
  }

  /** Whether a block is there with this very info, and the caller's task is known. */
  boolean isStill(OffloadedBlockId id, BlockInfo info) {
    synchronized (whole) {
      Option<BlockInfo> now = get(id);
      return now.isDefined() && now.get() == info && terms.containsKey(currentTask());
    }
  }

  /** Gives a write lock back, and forgets the block or keeps it; nothing if a stop was quicker. */
  void writeEnds(OffloadedBlockId id, BlockInfo info, boolean keep) {
    synchronized (whole) {
      if (isStill(id, info) && keep) {
        unlock(id, Option.empty());
      } else if (isStill(id, info)) {
        removeBlock(id);
      }
    }
  }

  private static long currentTask() {
    TaskContext context = TaskContext.get();
    return context == null ? BlockInfo.NON_TASK_WRITER() : context.taskAttemptId();
  }

  // Offloaded blocks: stock's steps, whole

  @Override
  public Option<BlockInfo> lockForReading(BlockId id, boolean blocking) {
    return id instanceof OffloadedBlockId
        ? awaited(id, blocking, () -> super.lockForReading(id, false))
        : super.lockForReading(id, blocking);
  }

  @Override
  public Option<BlockInfo> lockForWriting(BlockId id, boolean blocking) {
    return id instanceof OffloadedBlockId
        ? awaited(id, blocking, () -> super.lockForWriting(id, false))
        : super.lockForWriting(id, blocking);
  }

  private Option<BlockInfo> awaited(
      BlockId id, boolean blocking, Supplier<Option<BlockInfo>> attempt) {
    synchronized (whole) {
      while (true) {
        term(id);
        Option<BlockInfo> locked = attempt.get();
        if (locked.isDefined() || !blocking || get(id).isEmpty()) {
          return locked;
        }
        awaitChange();
      }
    }
  }

  @Override
  public boolean lockNewBlockForWriting(BlockId id, BlockInfo info, boolean keepReadLock) {
    if (!(id instanceof OffloadedBlockId)) {
      return super.lockNewBlockForWriting(id, info, keepReadLock);
    }
    synchronized (whole) {
      term(id);
      // Never with a read lock kept: stock would wait for it with its own lock held.
      return super.lockNewBlockForWriting(id, info, false);
    }
  }

  @Override
  public void unlock(BlockId id, Option<Object> task) {
    changing(id, () -> super.unlock(id, task));
  }

  @Override
  public void removeBlock(BlockId id) {
    changing(id, () -> super.removeBlock(id));
  }

  private void changing(BlockId id, Runnable change) {
    if (id instanceof OffloadedBlockId) {
      synchronized (whole) {
        change.run();
        whole.notifyAll();
      }
    } else {
      change.run();
    }
  }

  // Tasks

  @Override
  public void registerTask(long task) {
    super.registerTask(task);
    // Stock's constructor calls this before our fields are there.
    if (whole != null) {
      synchronized (whole) {
        terms.computeIfAbsent(task, t -> new Object());
      }
    }
  }

  @Override
  public Seq<BlockId> releaseAllLocksForTask(long task) {
    synchronized (whole) {
      terms.remove(task);
      Seq<BlockId> released = super.releaseAllLocksForTask(task);
      whole.notifyAll();
      return released;
    }
  }

  @Override
  public void clear() {
    synchronized (whole) {
      terms.clear();
      super.clear();
      whole.notifyAll();
    }
  }

  /** Throws InterruptedException, undeclared as stock does. */
  @SuppressWarnings("WaitNotInLoop") // The caller tries again.
  private void awaitChange() {
    try {
      whole.wait();
    } catch (InterruptedException e) {
      throw OffloadingLocks.<RuntimeException>undeclared(e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException undeclared(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
