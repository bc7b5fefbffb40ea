package dev.lockstep.spark.columnar;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.BlockSavedOnDecommissionedBlockManagerException;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The columnar cache of one executor: one object for each SparkContext, since ids of RDDs and of
 * attempts begin anew with the next.
 */
final class ExecutorCache {
  private static final Logger LOG = LoggerFactory.getLogger(NativeCachedBatchSerializer.class);

  private static final ClassTag<NativeBatchHandle> HANDLE =
      ClassTag$.MODULE$.apply(NativeBatchHandle.class);

  /** How often a task that waits for another looks whether it has been killed. */
  private static final long LOOK_MILLIS = 50;

  private static final long IDLE_SECONDS = 10;

  /** Guarded by the class. */
  private static @Nullable ExecutorCache current;

  private final SparkEnv env;
  private final BlockManager manager;
  private final NativeBlockStore store;
  private final CacheMetrics metrics;
  private final ConcurrentHashMap<RDDBlockId, Turn> turns = new ConcurrentHashMap<>();
  private final Set<RDDBlockId> broken = ConcurrentHashMap.newKeySet();
  private final ExecutorService cleaner;

  /** Whose turn it is to compute a partition, until it is closed, and how many want it. */
  final class Turn implements AutoCloseable {
    private final RDDBlockId block;
    private final ReentrantLock lock = new ReentrantLock();
    private int wanted;

    private Turn(RDDBlockId block) {
      this.block = block;
    }

    @Override
    public void close() {
      lock.unlock();
      leave();
    }

    private void leave() {
      turns.computeIfPresent(block, (id, turn) -> --turn.wanted == 0 ? null : turn);
    }
  }

  private ExecutorCache(SparkEnv env) {
    this.env = env;
    this.manager = env.blockManager();
    this.store = NativeBlockStore.of(manager);
    this.metrics = new CacheMetrics();
    // At most one thread, and none after a while: what it does is never urgent.
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "native-cache-cleaner");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.cleaner = pool;
    env.metricsSystem().registerSource(metrics);
  }

  static synchronized ExecutorCache ofThisExecutor() {
    SparkEnv env = SparkEnv.get();
    if (env == null) {
      throw new IllegalStateException(
          "columnar cache: the task has outlived its SparkContext (no SparkEnv)");
    }
    ExecutorCache known = current;
    if (known == null || known.env != env) {
      known = new ExecutorCache(env);
      current = known;
    }
    return known;
  }

  BlockManager manager() {
    return manager;
  }

  NativeBlockStore store() {
    return store;
  }

  CacheMetrics metrics() {
    return metrics;
  }

  /**
   * Waits until no other task of this executor computes the partition (S5).
   *
   * @throws org.apache.spark.TaskKilledException if the task is killed meanwhile
   */
  Turn turn(RDDBlockId block, TaskContext context) {
    Turn turn = wanted(block);
    boolean mine = false;
    try {
      while (!mine) {
        context.killTaskIfInterrupted();
        mine = turn.lock.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
      return turn;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      context.killTaskIfInterrupted();
      throw new IllegalStateException(block + ": interrupted while another task computes it", e);
    } finally {
      if (!mine) {
        turn.leave();
      }
    }
  }

  private Turn wanted(RDDBlockId block) {
    return Objects.requireNonNull(
        turns.compute(
            block,
            (id, known) -> {
              Turn turn = known == null ? new Turn(id) : known;
              turn.wanted++;
              return turn;
            }));
  }

  /** The handles of a partition that is cached here, whole or not. Its lock is given back. */
  Optional<List<NativeBatchHandle>> handles(RDDBlockId block) {
    Option<BlockResult> found = manager.getLocalValues(block);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<NativeBatchHandle> handles = new ArrayList<>();
    Iterator<Object> values = found.get().data();
    while (values.hasNext()) {
      handles.add((NativeBatchHandle) values.next());
    }
    return Optional.of(handles);
  }

  /** Caches the handles of a partition; false if there is no space, or others are there. */
  boolean keep(RDDBlockId block, List<NativeBatchHandle> handles) {
    HandleIterator values = new HandleIterator(handles.iterator());
    try {
      // True also if the block exists: then nobody has asked for ours.
      return manager.putIterator(block, values, StorageLevel.MEMORY_ONLY(), true, HANDLE)
          && values.begun;
    } catch (Exception refused) {
      if (refused instanceof BlockSavedOnDecommissionedBlockManagerException) {
        return false;
      }
      throw refused;
    }
  }

  private static final class HandleIterator extends AbstractIterator<NativeBatchHandle> {
    private final java.util.Iterator<NativeBatchHandle> values;
    boolean begun;

    HandleIterator(java.util.Iterator<NativeBatchHandle> values) {
      this.values = values;
    }

    @Override
    public boolean hasNext() {
      begun = true;
      return values.hasNext();
    }

    @Override
    public NativeBatchHandle next() {
      return values.next();
    }
  }

  /** Removes a partition of which a payload is gone. The caller has the turn. */
  void dropIfBroken(RDDBlockId block) {
    Optional<List<NativeBatchHandle>> handles = handles(block);
    if (handles.isPresent() && !handles.get().stream().allMatch(NativeBatchHandle::isLive)) {
      // Closes the handles, which frees the other payloads; the driver hears that it is gone.
      manager.removeBlock(block, true);
    }
  }

  /**
   * A payload of the partition was evicted. What is left of it serves nobody, and the driver still
   * believes in it: both go soon, on another thread, since this one may hold the monitor.
   */
  void partitionBroken(RDDBlockId block) {
    if (broken.add(block)) {
      try {
        cleaner.execute(() -> clean(block));
      } catch (RuntimeException | Error noThread) {
        // The next reader of the partition does it.
        broken.remove(block);
      }
    }
  }

  private void clean(RDDBlockId block) {
    broken.remove(block);
    Turn turn = wanted(block);
    if (!turn.lock.tryLock()) {
      // Whoever computes it looks itself.
      turn.leave();
      return;
    }
    try (turn) {
      dropIfBroken(block);
    } catch (VirtualMachineError fatal) {
      throw fatal;
    } catch (Throwable notTold) {
      // Also what Scala throws without a declaration: uncaught, it would end the executor. The next
      // reader of the partition removes what is left.
      LOG.warn("What is left of {} was not removed", block, notTold);
    }
  }
}
