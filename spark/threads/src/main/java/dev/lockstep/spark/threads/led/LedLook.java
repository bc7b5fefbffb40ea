package dev.lockstep.spark.threads.led;

import dev.lockstep.schedule.Points;
import dev.lockstep.schedule.Situation;
import dev.lockstep.spark.replay.Units;
import dev.lockstep.traces.LockObservation;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.memory.ExecutionMemoryPool;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoWrapper;
import org.apache.spark.storage.memory.NativeMemoryEntry;
import org.jspecify.annotations.Nullable;
import org.sparkproject.guava.collect.ConcurrentHashMultiset;

/** Reads the real store while all its threads stand still. */
final class LedLook {
  private static final Field MEMORY_FOR_TASK = memoryForTask();

  private final LedParts parts;
  private final int[] released;

  /**
   * By block and task: read locks of an info that a stop has forgotten before it forgot the task.
   */
  private final int[][] forgotten;

  LedLook(LedParts parts, int[] released) {
    this.parts = parts;
    this.released = released;
    this.forgotten = new int[parts.constants().blocks().size()][parts.constants().tasks() + 1];
  }

  /**
   * What is to be seen now.
   *
   * @param ended whether a stop has forgotten the infos: a put in a release may make another then,
   *     of which the locks in the tasks' tables are none
   */
  LockObservation at(Situation situation, boolean ended) {
    return Points.quietly(() -> read(situation, ended));
  }

  private LockObservation read(Situation situation, boolean ended) {
    List<String> lru = new ArrayList<>();
    for (BlockId id : parts.memory().entries.keySet()) {
      lru.add(parts.name(parts.positionOf(id)));
    }
    TreeMap<String, Integer> info = new TreeMap<>();
    TreeMap<String, SortedMap<Integer, Integer>> readers = new TreeMap<>();
    TreeMap<String, Integer> releases = new TreeMap<>();
    int blocks = parts.constants().blocks().size();
    for (int b = 0; b < blocks; b++) {
      BlockInfoWrapper wrapper = parts.locks().blockInfoWrappers.get(parts.id(b));
      if (wrapper != null) {
        long writer = wrapper.info().writerTask();
        info.put(parts.name(b), thread(writer));
      }
      TreeMap<Integer, Integer> byTask = readersOf(b, wrapper, ended);
      if (!byTask.isEmpty()) {
        readers.put(parts.name(b), byTask);
      }
      if (b < released.length && released[b] > 0) {
        releases.put(parts.name(b), released[b]);
      }
    }
    TreeSet<Integer> sleeping = new TreeSet<>();
    TreeMap<Integer, Integer> exec = new TreeMap<>();
    for (int t = 1; t <= parts.constants().tasks(); t++) {
      if (situation.isAsleep(t - 1)) {
        sleeping.add(t);
      }
      if (isActive(t)) {
        exec.put(t, units(pool().getMemoryUsageForTask(t)));
      }
    }
    return new LockObservation(
        lru,
        info,
        readers,
        units(parts.manager().storageMemoryUsed()),
        units(parts.manager().onHeapStorageMemoryPool().poolSize()),
        exec,
        situation.ownerOf(parts.manager()) + 1,
        sleeping,
        releases,
        queue());
  }

  /** The thread of deferred releases is the one that runs no task. */
  private int thread(long writer) {
    if (writer == BlockInfo.NO_WRITER()) {
      return LockObservation.FREE;
    }
    return writer == BlockInfo.NON_TASK_WRITER()
        ? parts.constants().threads()
        : Math.toIntExact(writer);
  }

  /** Deferred releases that have not begun; the patch keeps them to itself. */
  private List<String> queue() {
    List<String> queue = new ArrayList<>();
    Object releases = parts.memory().native$releases;
    Object deferred = releases == null ? null : value(releases, "deferred");
    if (deferred != null && value(deferred, "queue") instanceof Iterable<?> dues) {
      for (Object due : dues) {
        queue.add(
            parts.name(
                parts.positionOf(
                    ((NativeMemoryEntry) Objects.requireNonNull(value(due, "entry"))).id())));
      }
    }
    return queue;
  }

  private static @Nullable Object value(Object of, String name) {
    try {
      Field field = of.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * By task; a count in the info that no task has is with task 0. Locks of infos that are forgotten
   * count for nothing.
   */
  private TreeMap<Integer, Integer> readersOf(
      int block, @Nullable BlockInfoWrapper wrapper, boolean ended) {
    TreeMap<Integer, Integer> byTask = new TreeMap<>();
    int sum = 0;
    for (int t = 1; t <= parts.constants().tasks(); t++) {
      ConcurrentHashMultiset<BlockId> held = parts.locks().readLocksByTask.get((long) t);
      int all = held == null ? 0 : held.count(parts.id(block));
      if (wrapper == null) {
        forgotten[block][t] = ended ? all : 0;
        continue;
      }
      forgotten[block][t] = Math.min(forgotten[block][t], all);
      int count = all - forgotten[block][t];
      if (count > 0) {
        byTask.put(t, count);
      }
      sum += count;
    }
    if (wrapper != null && wrapper.info().readerCount() != sum) {
      byTask.put(0, wrapper.info().readerCount() - sum);
    }
    return byTask;
  }

  private ExecutionMemoryPool pool() {
    return parts.manager().onHeapExecutionMemoryPool();
  }

  /** Whether the pool of execution memory knows a task, be it with nothing. */
  private boolean isActive(int task) {
    try {
      return ((scala.collection.Map<Object, Object>) MEMORY_FOR_TASK.get(pool()))
          .contains((long) task);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field memoryForTask() {
    try {
      Field field = ExecutionMemoryPool.class.getDeclaredField("memoryForTask");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int units(long bytes) {
    if (bytes % Units.BYTES != 0) {
      throw new IllegalStateException(bytes + " bytes are no whole units");
    }
    return Math.toIntExact(bytes / Units.BYTES);
  }
}
