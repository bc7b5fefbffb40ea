package dev.lockstep.spark.threads;

import dev.lockstep.spark.replay.Units;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.BlockInfoWrapper;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.memory.MemoryEntry;

/** What a store looks like when nobody runs: for outcomes, for the rules, for stories. */
final class StoreView {
  private static final Field STRIPES = field("locks");
  private static final Field WRITE_LOCKS = field("writeLocksByTask");

  private final ScheduledStore store;
  private final Collection<Integer> tasks;
  private final List<BlockName> blocks;

  StoreView(ScheduledStore store, Collection<Integer> tasks, List<BlockName> blocks) {
    this.store = store;
    this.tasks = List.copyOf(tasks);
    this.blocks = blocks;
  }

  /** The whole state that a caller could see, in a line. */
  String text() {
    StringBuilder text = new StringBuilder("lru:");
    store.memory().entries.keySet().forEach(id -> text.append(' ').append(nameOf(id)));
    text.append("; infos:");
    for (BlockName block : blocks) {
      BlockInfoWrapper wrapper = store.locks().blockInfoWrappers.get(block.id());
      if (wrapper != null) {
        BlockInfo info = wrapper.info();
        text.append(' ').append(block.name());
        if (block.kind() == 'r' && store.locks().isRDDBlockVisible((RDDBlockId) block.id())) {
          text.append(" visible");
        }
        if (info.readerCount() > 0) {
          text.append(" read by ").append(info.readerCount());
        }
        if (info.writerTask() != BlockInfo.NO_WRITER()) {
          text.append(" written by ").append(info.writerTask());
        }
      }
    }
    text.append("; locks:");
    tasks.forEach(t -> text.append(' ').append(store.locks().getTaskLockCount(t)));
    return text.append("; used ")
        .append(store.manager().storageMemoryUsed() / Units.BYTES)
        .append('/')
        .append(store.manager().onHeapStorageMemoryPool().poolSize() / Units.BYTES)
        .append(", execution ")
        .append(store.manager().executionMemoryUsed() / Units.BYTES)
        .toString();
  }

  /** The rules that hold whenever no call is under way. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    long entries = 0;
    for (MemoryEntry<?> entry : store.memory().entries.values()) {
      entries += entry.size();
    }
    long used = store.manager().storageMemoryUsed();
    long unroll = store.memory().currentUnrollMemory();
    if (used != entries + unroll && !store.natives().deferred()) {
      broken.add(
          "R3: "
              + units(used)
              + " used, "
              + units(entries)
              + " in entries, "
              + units(unroll)
              + " unroll");
    }
    if (!store.ended()) {
      for (BlockId id : store.memory().entries.keySet()) {
        if (store.locks().blockInfoWrappers.get(id) == null) {
          broken.add("an entry without a block info: " + nameOf(id));
        }
      }
      checkLocks(broken);
    }
    return broken;
  }

  private static String units(long bytes) {
    return bytes % Units.BYTES == 0 ? bytes / Units.BYTES + " units" : bytes + " bytes";
  }

  /** Locks that infos tell of. */
  int locks() {
    int locks = 0;
    for (BlockInfoWrapper wrapper : store.locks().blockInfoWrappers.values()) {
      BlockInfo info = wrapper.info();
      locks += info.readerCount() + (info.writerTask() == BlockInfo.NO_WRITER() ? 0 : 1);
    }
    return locks;
  }

  /**
   * Whether a thread that sleeps on a lock could have gone on: nobody has a block of that lock, or
   * it only wants to read one that others read; or all execution memory is free.
   */
  boolean isForgotten(Object lock, boolean reads) {
    if (lock == store.manager()) {
      return store.manager().executionMemoryUsed() == 0;
    }
    for (BlockName block : blocks) {
      if (stripeOf(block.id()) != lock) {
        continue;
      }
      BlockInfoWrapper wrapper = store.locks().blockInfoWrappers.get(block.id());
      if (wrapper != null
          && (wrapper.info().writerTask() != BlockInfo.NO_WRITER()
              || (!reads && wrapper.info().readerCount() > 0))) {
        return false;
      }
    }
    return true;
  }

  /** Infos and tasks tell the same locks. */
  private void checkLocks(List<String> broken) {
    int inInfos = 0;
    for (BlockInfoWrapper wrapper : store.locks().blockInfoWrappers.values()) {
      BlockInfo info = wrapper.info();
      if (info.readerCount() < 0) {
        broken.add("a reader count of " + info.readerCount());
      }
      inInfos += info.readerCount() + (info.writerTask() == BlockInfo.NO_WRITER() ? 0 : 1);
    }
    int inTasks = 0;
    for (int task : tasks) {
      inTasks += store.locks().getTaskLockCount(task);
    }
    if (inInfos != inTasks) {
      broken.add("block infos have " + inInfos + " locks, tasks " + inTasks);
    }
  }

  String nameOf(Object resource) {
    if (resource == store.manager()) {
      return "the monitor";
    } else if (resource == store.memory().entries) {
      return "the lock of the entries";
    } else if (resource == store.locks().blockInfoWrappers) {
      return "the map of infos";
    } else if (resource == store.locks().readLocksByTask) {
      return "the map of read locks";
    } else if (resource == store.engine()) {
      return "the engine's lock";
    } else if (resource == value(WRITE_LOCKS)) {
      return "the map of write locks";
    } else if (resource instanceof BlockId id) {
      return blocks.stream()
          .filter(b -> b.id().equals(id))
          .map(BlockName::name)
          .findFirst()
          .orElse(id.name());
    } else if (resource instanceof java.util.concurrent.locks.Lock) {
      return blocks.stream()
          .filter(b -> stripeOf(b.id()) == resource)
          .map(b -> "the lock of " + b.name())
          .collect(Collectors.joining(" and "));
    } else if (resource instanceof BlockInfo) {
      return "a block info";
    } else if (resource instanceof java.util.Set) {
      return "a task's set of write locks";
    }
    return "a " + resource.getClass().getSimpleName();
  }

  private Object stripeOf(BlockId id) {
    Object stripes = value(STRIPES);
    try {
      Method get = stripes.getClass().getMethod("get", Object.class);
      get.setAccessible(true);
      return get.invoke(stripes, id);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object value(Field field) {
    try {
      return field.get(store.locks());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Private fields that differ in no version so far; only stories need them. */
  private static Field field(String name) {
    try {
      Field field = BlockInfoManager.class.getDeclaredField(name);
      if (name.equals("writeLocksByTask") && field.getType() != ConcurrentHashMap.class) {
        throw new IllegalStateException(name + " is a " + field.getType());
      }
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
