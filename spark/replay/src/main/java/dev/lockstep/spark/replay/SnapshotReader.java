package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.StoreSnapshot;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.memory.ExecutionMemoryPool;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoWrapper;
import org.apache.spark.storage.memory.MemoryEntry;
import org.apache.spark.storage.memory.MemoryStore;
import org.sparkproject.guava.collect.ConcurrentHashMultiset;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.mutable.HashMap;

/**
 * Reads the store between two calls, without disturbing it: no lock is taken, the recency order is
 * only walked. What no model has a word for becomes an anomaly.
 */
final class SnapshotReader {
  private static final Field ON_HEAP_UNROLL = field(MemoryStore.class, "onHeapUnrollMemoryMap");
  private static final Field OFF_HEAP_UNROLL = field(MemoryStore.class, "offHeapUnrollMemoryMap");
  private static final Field EXECUTION = field(ExecutionMemoryPool.class, "memoryForTask");

  private final Constants constants;
  private final StoreParts parts;
  private final BlockIds ids;
  private final Map<MemoryMode, HashMap<Object, Object>> unroll = new EnumMap<>(MemoryMode.class);
  private final Map<MemoryMode, HashMap<Object, Object>> exec = new EnumMap<>(MemoryMode.class);

  SnapshotReader(Constants constants, StoreParts parts, BlockIds ids) {
    this.constants = constants;
    this.parts = parts;
    this.ids = ids;
    unroll.put(MemoryMode.ON_HEAP, map(ON_HEAP_UNROLL, parts.store()));
    unroll.put(MemoryMode.OFF_HEAP, map(OFF_HEAP_UNROLL, parts.store()));
    for (MemoryMode mode : MemoryMode.values()) {
      exec.put(mode, map(EXECUTION, parts.executionPool(mode)));
    }
  }

  StoreSnapshot read(List<Anomaly> anomalies) {
    List<String> lru = lru(anomalies);
    Map<String, Map<Integer, Integer>> locks = locks(anomalies);
    Map<MemoryMode, Integer> used = new EnumMap<>(MemoryMode.class);
    Map<MemoryMode, Integer> pool = new EnumMap<>(MemoryMode.class);
    Map<MemoryMode, Map<Integer, Integer>> unrollUnits = new EnumMap<>(MemoryMode.class);
    Map<MemoryMode, Map<Integer, Integer>> execUnits = new EnumMap<>(MemoryMode.class);
    for (MemoryMode mode : MemoryMode.values()) {
      used.put(
          mode, Units.of(parts.storagePool(mode).memoryUsed(), "storage used " + mode, anomalies));
      long poolBytes = parts.storagePool(mode).poolSize();
      pool.put(mode, Units.of(poolBytes, "storage pool " + mode, anomalies));
      unrollUnits.put(mode, byTask(unroll, mode, "unroll memory", anomalies));
      execUnits.put(mode, byTask(exec, mode, "execution memory", anomalies));
      long maxBytes = poolBytes + parts.executionPool(mode).poolSize();
      if (maxBytes != Units.bytes(constants.pool(mode).max())) {
        anomalies.add(
            new Anomaly("R3", "the two pools of " + mode + " sum up to " + maxBytes + " bytes"));
      }
    }
    return new StoreSnapshot(lru, locks, used, pool, unrollUnits, execUnits);
  }

  /**
   * R3, between two calls: the bytes in use are those of the entries and of the tasks' unrolling.
   */
  void checkBalance(List<Anomaly> anomalies) {
    for (MemoryMode mode : MemoryMode.values()) {
      long accounted = 0;
      synchronized (parts.store().entries) {
        for (MemoryEntry<?> entry : parts.store().entries.values()) {
          accounted += entry.memoryMode() == Units.mode(mode) ? entry.size() : 0;
        }
      }
      Iterator<Object> unrolled = mapOf(unroll, mode).valuesIterator();
      while (unrolled.hasNext()) {
        accounted += (Long) unrolled.next();
      }
      long used = parts.storagePool(mode).memoryUsed();
      if (used != accounted) {
        anomalies.add(
            new Anomaly(
                "R3",
                used + " bytes of " + mode + " in use, entries and unrolling have " + accounted));
      }
    }
  }

  /** Units of unroll memory that a task has. */
  int unroll(MemoryMode mode, int task) {
    Option<Object> bytes = mapOf(unroll, mode).get((long) task);
    return bytes.isEmpty() ? 0 : Units.of((Long) bytes.get(), "unroll memory", new ArrayList<>());
  }

  /** Units of execution memory that a task has, or -1 if the pool doesn't know it. */
  int exec(MemoryMode mode, int task) {
    Option<Object> bytes = mapOf(exec, mode).get((long) task);
    return bytes.isEmpty()
        ? -1
        : Units.of((Long) bytes.get(), "execution memory", new ArrayList<>());
  }

  private List<String> lru(List<Anomaly> anomalies) {
    List<String> lru = new ArrayList<>();
    synchronized (parts.store().entries) {
      for (Map.Entry<BlockId, MemoryEntry<?>> entry : parts.store().entries.entrySet()) {
        String name = ids.nameOf(entry.getKey());
        lru.add(name);
        BlockSpec block = ids.specs().get(entry.getKey());
        if (block != null && entry.getValue().size() != Units.bytes(block.size())) {
          anomalies.add(
              new Anomaly("R3", "the entry of " + name + " has " + entry.getValue().size() + " B"));
        }
        if (!parts.locks().blockInfoWrappers.containsKey(entry.getKey())) {
          anomalies.add(new Anomaly("R11", "the entry of " + name + " has no block info"));
        }
      }
    }
    return lru;
  }

  private Map<String, Map<Integer, Integer>> locks(List<Anomaly> anomalies) {
    Map<String, Map<Integer, Integer>> locks = new TreeMap<>();
    for (Map.Entry<BlockId, BlockInfoWrapper> wrapper :
        parts.locks().blockInfoWrappers.entrySet()) {
      BlockId id = wrapper.getKey();
      BlockInfo info = wrapper.getValue().info();
      String name = ids.nameOf(id);
      if (info.writerTask() != BlockInfo.NO_WRITER()) {
        anomalies.add(
            new Anomaly("R4", name + " is left write-locked by task " + info.writerTask()));
      }
      if (!parts.store().contains(id)) {
        anomalies.add(new Anomaly("R11", "the block info of " + name + " has no entry"));
      }
      Map<Integer, Integer> byTask = readers(id);
      int sum = byTask.values().stream().mapToInt(Integer::intValue).sum();
      if (sum != info.readerCount()) {
        anomalies.add(
            new Anomaly(
                "R11", name + " has " + info.readerCount() + " readers, its tasks hold " + byTask));
      }
      if (!byTask.isEmpty()) {
        locks.put(name, byTask);
      }
    }
    return locks;
  }

  private Map<Integer, Integer> readers(BlockId id) {
    Map<Integer, Integer> byTask = new TreeMap<>();
    for (int t = 1; t <= constants.tasks(); t++) {
      ConcurrentHashMultiset<BlockId> held = parts.locks().readLocksByTask.get((long) t);
      int count = held == null ? 0 : held.count(id);
      if (count > 0) {
        byTask.put(t, count);
      }
    }
    return byTask;
  }

  private Map<Integer, Integer> byTask(
      Map<MemoryMode, HashMap<Object, Object>> maps,
      MemoryMode mode,
      String what,
      List<Anomaly> anomalies) {
    HashMap<Object, Object> bytesByTask = mapOf(maps, mode);
    Map<Integer, Integer> units = new TreeMap<>();
    if (bytesByTask.isEmpty()) {
      return units;
    }
    for (int t = 1; t <= constants.tasks(); t++) {
      Option<Object> bytes = bytesByTask.get((long) t);
      if (bytes.isDefined()) {
        units.put(t, Units.of((Long) bytes.get(), what + " of task " + t, anomalies));
      }
    }
    if (units.size() != bytesByTask.size()) {
      anomalies.add(new Anomaly("R3", what + " of " + mode + " by unknown tasks: " + bytesByTask));
    }
    return units;
  }

  private static HashMap<Object, Object> mapOf(
      Map<MemoryMode, HashMap<Object, Object>> maps, MemoryMode mode) {
    HashMap<Object, Object> map = maps.get(mode);
    if (map == null) {
      throw new IllegalStateException("no map for " + mode);
    }
    return map;
  }

  private static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("this Spark has no " + type.getName() + "." + name, e);
    }
  }

  @SuppressWarnings("unchecked")
  private static HashMap<Object, Object> map(Field field, Object owner) {
    try {
      return (HashMap<Object, Object>) field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " can't be read", e);
    }
  }
}
