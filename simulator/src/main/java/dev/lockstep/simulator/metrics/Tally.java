package dev.lockstep.simulator.metrics;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Result;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what the calls of one run did. It listens to the store from inside its calls, and is told
 * of each call by whoever makes it, when it is over.
 */
public final class Tally implements StoreListener {
  private static final int MODES = 2;

  private final StoreLayout layout;
  private final BlockCosts costs;
  private final boolean equalCosts;
  private final MonitorCost cost;
  private final boolean copies;
  private final OfKind[] byKind = new OfKind[BlockKind.values().length];
  private final long[] overMemory = new long[MODES];
  private final Distribution releasesACall = new Distribution();
  private long[] stamps = new long[16];
  private int victims;
  private long releases;
  private long inversions;
  private long refusedThoughEvictable;
  private long requests;
  private long unmet;
  private long unitsAsked;
  private long unitsGranted;
  private long monitorNanos;
  private long monitorNanosMost;
  private long copiedUnits;

  /**
   * @param layout the blocks as the workload has them, whatever a policy makes of them
   * @param costs what computing them takes
   * @param cost what holding the monitor takes
   * @param copies whether native blocks are copied in and out of the JVM
   */
  public Tally(StoreLayout layout, BlockCosts costs, MonitorCost cost, boolean copies) {
    this.layout = layout;
    this.costs = costs;
    this.equalCosts = costs == BlockCosts.EQUAL;
    this.cost = cost;
    this.copies = copies;
    Arrays.setAll(byKind, kind -> new OfKind());
  }

  // Inside a call

  @Override
  public void evicted(int block, long stamp) {
    if (victims == stamps.length) {
      stamps = Arrays.copyOf(stamps, 2 * victims);
    }
    stamps[victims++] = stamp;
    OfKind kind = of(block);
    kind.evictions++;
    kind.evictedUnits += layout.size(block);
  }

  @Override
  public void released(int block) {
    releases++;
    of(block).releases++;
  }

  // After a call

  /** A block was read. */
  public void read(int block, boolean hit) {
    OfKind kind = of(block);
    int size = layout.size(block);
    long micros = equalCosts ? 1 : costs.micros(block);
    if (hit) {
      kind.hits++;
      kind.hitUnits += size;
      kind.hitMicros += micros;
      if (copies) {
        copiedUnits += layout.isNative(block) ? size : 0;
      }
    } else {
      kind.misses++;
      kind.missUnits += size;
      kind.missMicros += micros;
    }
  }

  /** A block was put. */
  public void put(CacheStore store, int block, Result result) {
    OfKind kind = of(block);
    int mode = layout.mode(block);
    int owner = layout.owner(block);
    if (result == Result.STORED) {
      kind.stored++;
      copiedUnits += copies && layout.isNative(block) ? layout.size(block) : 0;
      over(store, mode);
    } else if (result == Result.NO_SPACE) {
      kind.noSpace++;
      long others = store.liveUnits(mode) - store.evictableUnits(mode, owner);
      long idle = store.memory(mode) - store.executionUsed(mode) - unroll(store, mode) - others;
      refusedThoughEvictable += layout.size(block) <= idle ? 1 : 0;
    }
    asked(store, mode, owner);
  }

  private long unroll(CacheStore store, int mode) {
    long units = 0;
    for (int t = 1; t <= layout.tasks(); t++) {
      units += store.unroll(mode, t);
    }
    return units;
  }

  /** Execution memory was asked for and granted. */
  public void execution(CacheStore store, int mode, long asked, long granted) {
    requests++;
    unmet += granted < asked ? 1 : 0;
    unitsAsked += asked;
    unitsGranted += granted;
    over(store, mode);
    asked(store, mode, BlockSpec.NO_OWNER);
  }

  /**
   * Execution memory was asked for, and the task waits for it. That counts as a call only if it has
   * evicted: a demand is counted once, when it is granted. Spark wakes who waits when execution
   * memory comes back, a simulation tries again after every event.
   */
  public void executionWaits(CacheStore store, int mode) {
    if (victims > 0) {
      asked(store, mode, BlockSpec.NO_OWNER);
    }
  }

  /** Execution or unroll memory went back, of a task or of its end: the monitor, and no more. */
  public void gaveBack() {
    monitor(0);
  }

  /** A block was removed. */
  public void removed(int block) {
    of(block).removals++;
    monitor(0);
  }

  private void over(CacheStore store, int mode) {
    long inUse = store.liveUnits(mode) + store.executionUsed(mode);
    overMemory[mode] = Math.max(overMemory[mode], inUse - store.memory(mode));
  }

  /** The end of a call that may have evicted. */
  private void asked(CacheStore store, int mode, int owner) {
    if (victims > 0) {
      long oldestLeft = store.oldestEvictable(mode, owner);
      for (int i = 0; i < victims; i++) {
        inversions += stamps[i] > oldestLeft ? 1 : 0;
      }
    }
    releasesACall.add(releases);
    monitor(victims);
    victims = 0;
  }

  private void monitor(long dropped) {
    long nanos = cost.nanos(dropped, releases);
    monitorNanos += nanos;
    monitorNanosMost = Math.max(monitorNanosMost, nanos);
    releases = 0;
  }

  // The result

  /** Entries evicted while an older one was there, so far. */
  public long inversions() {
    return inversions;
  }

  /** What it came to. */
  public Metrics metrics() {
    Map<BlockKind, KindCounts> counts = new EnumMap<>(BlockKind.class);
    for (BlockKind kind : BlockKind.values()) {
      counts.put(kind, byKind[kind.ordinal()].counts());
    }
    Map<MemoryMode, Long> over = new EnumMap<>(MemoryMode.class);
    for (MemoryMode mode : MemoryMode.values()) {
      over.put(mode, overMemory[mode.ordinal()]);
    }
    return new Metrics(
        counts,
        inversions,
        refusedThoughEvictable,
        new Metrics.Execution(requests, unmet, unitsAsked, unitsGranted),
        new Metrics.Releases(releasesACall.most(), releasesACall.counts()),
        new Metrics.Monitor(monitorNanos / 1_000, monitorNanosMost / 1_000),
        copiedUnits,
        over);
  }

  private OfKind of(int block) {
    return byKind[layout.kindNumber(block)];
  }

  /** The counts of one kind while they grow. */
  private static final class OfKind {
    private long hits;
    private long misses;
    private long hitUnits;
    private long missUnits;
    private long hitMicros;
    private long missMicros;
    private long stored;
    private long noSpace;
    private long evictions;
    private long evictedUnits;
    private long removals;
    private long releases;

    KindCounts counts() {
      return new KindCounts(
          hits,
          misses,
          hitUnits,
          missUnits,
          hitMicros,
          missMicros,
          stored,
          noSpace,
          evictions,
          evictedUnits,
          removals,
          releases);
    }
  }
}
