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
  private final CallWatch call = new CallWatch();
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
    call.evicted(block, stamp);
    OfKind kind = of(block);
    kind.evictions++;
    kind.evictedUnits += layout.size(block);
  }

  @Override
  public void released(int block) {
    call.released();
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
      boolean held = CallWatch.wouldHold(store, mode, owner, layout.size(block));
      refusedThoughEvictable += held ? 1 : 0;
    }
    asked(store, mode, owner);
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
    if (call.victims() > 0) {
      asked(store, mode, BlockSpec.NO_OWNER);
    }
  }

  /** Execution or unroll memory went back, of a task or of its end: the monitor, and no more. */
  public void gaveBack() {
    monitor();
  }

  /** A block was removed. */
  public void removed(int block) {
    of(block).removals++;
    monitor();
  }

  private void over(CacheStore store, int mode) {
    long inUse = store.liveUnits(mode) + store.executionUsed(mode);
    overMemory[mode] = Math.max(overMemory[mode], inUse - store.memory(mode));
  }

  /** The end of a call that may have evicted. */
  private void asked(CacheStore store, int mode, int owner) {
    if (call.victims() > 0) {
      long oldestLeft = store.oldestEvictable(mode, owner);
      for (int i = 0; i < call.victims(); i++) {
        inversions += call.inverted(i, oldestLeft) ? 1 : 0;
      }
    }
    releasesACall.add(call.releases());
    monitor();
  }

  private void monitor() {
    long nanos = call.nanos(cost);
    monitorNanos += nanos;
    monitorNanosMost = Math.max(monitorNanosMost, nanos);
    call.over();
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
