package dev.lockstep.simulator.metrics;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.MemoryMode;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run came to. Equal for equal runs.
 *
 * @param byKind counts of every kind of block
 * @param inversions entries evicted while an older one that R4 lets go was there, in whatever store
 * @param refusedThoughEvictable puts refused though what was idle or evictable was enough
 * @param execution counts of requests for execution memory
 * @param releases how many release callbacks ran in each call that asked for memory
 * @param monitor the time for which the memory manager's monitor was held, by {@link MonitorCost}
 * @param copiedUnits units copied across the border of the JVM
 * @param overMemoryUnits the most that was in use beyond all the memory there is
 */
public record Metrics(
    Map<BlockKind, KindCounts> byKind,
    long inversions,
    long refusedThoughEvictable,
    Execution execution,
    Releases releases,
    Monitor monitor,
    long copiedUnits,
    Map<MemoryMode, Long> overMemoryUnits) {
  public Metrics {
    byKind = Collections.unmodifiableMap(new TreeMap<>(byKind));
    overMemoryUnits = Collections.unmodifiableMap(new TreeMap<>(overMemoryUnits));
  }

  /**
   * Requests for execution memory.
   *
   * @param requests those that were answered
   * @param unmet those that got less than they asked for
   * @param unitsAsked units asked for
   * @param unitsGranted units granted
   */
  public record Execution(long requests, long unmet, long unitsAsked, long unitsGranted) {}

  /**
   * Release callbacks a call.
   *
   * @param most the most in one call
   * @param counts calls by the number of callbacks; from {@link Distribution#EXACT_MAX} on by
   *     powers of 2
   */
  public record Releases(long most, SortedMap<Long, Long> counts) {}

  /**
   * The monitor. A read does not take it; a demand that had to wait counts once.
   *
   * @param micros all calls together
   * @param microsMost the longest call
   */
  public record Monitor(long micros, long microsMost) {}

  /** The counts of all kinds together. */
  public KindCounts total() {
    return byKind.values().stream().reduce(KindCounts.NONE, KindCounts::plus);
  }

  /** The counts of a kind. */
  public KindCounts of(BlockKind kind) {
    return byKind.getOrDefault(kind, KindCounts.NONE);
  }

  /** Part of the reclaimed units that were native; empty if nothing was reclaimed. */
  public OptionalDouble nativeShareOfReclaimed() {
    long all = total().evictedUnits();
    return all == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) of(BlockKind.NATIVE).evictedUnits() / all);
  }
}
