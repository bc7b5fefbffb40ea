package dev.lockstep.traces;

import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.StoreState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a store looks like between two calls, in units. Zeros are left out of the maps by task.
 *
 * @param lru the entries' blocks, least recent first
 * @param locks read locks by block, then task; only those above 0
 * @param used storage memory in use, by mode
 * @param pool size of the storage pool, by mode
 * @param unroll unroll memory by mode, then task; only those above 0
 * @param exec execution memory by mode, then task; only tasks that the pool knows
 */
public record StoreSnapshot(
    List<String> lru,
    Map<String, Map<Integer, Integer>> locks,
    Map<MemoryMode, Integer> used,
    Map<MemoryMode, Integer> pool,
    Map<MemoryMode, Map<Integer, Integer>> unroll,
    Map<MemoryMode, Map<Integer, Integer>> exec) {
  public StoreSnapshot {
    lru = List.copyOf(lru);
  }

  /** A state of the model, seen in the same way. */
  public static StoreSnapshot of(Constants constants, StoreState state) {
    Map<String, Map<Integer, Integer>> locks = new TreeMap<>();
    for (int b = 0; b < state.blocks(); b++) {
      Map<Integer, Integer> byTask = new TreeMap<>();
      for (int t = 1; t <= state.tasks(); t++) {
        if (state.locks(b, t) > 0) {
          byTask.put(t, state.locks(b, t));
        }
      }
      if (!byTask.isEmpty()) {
        locks.put(constants.blocks().get(b).id(), byTask);
      }
    }
    Map<MemoryMode, Integer> used = new EnumMap<>(MemoryMode.class);
    Map<MemoryMode, Integer> pool = new EnumMap<>(MemoryMode.class);
    Map<MemoryMode, Map<Integer, Integer>> unroll = new EnumMap<>(MemoryMode.class);
    Map<MemoryMode, Map<Integer, Integer>> exec = new EnumMap<>(MemoryMode.class);
    for (MemoryMode mode : MemoryMode.values()) {
      used.put(mode, state.used(mode));
      pool.put(mode, state.pool(mode));
      Map<Integer, Integer> unrollByTask = new TreeMap<>();
      Map<Integer, Integer> execByTask = new TreeMap<>();
      for (int t = 1; t <= state.tasks(); t++) {
        if (state.unroll(mode, t) > 0) {
          unrollByTask.put(t, state.unroll(mode, t));
        }
        if (state.exec(mode, t) != StoreState.INACTIVE) {
          execByTask.put(t, state.exec(mode, t));
        }
      }
      unroll.put(mode, unrollByTask);
      exec.put(mode, execByTask);
    }
    return new StoreSnapshot(state.order(constants), locks, used, pool, unroll, exec);
  }
}
