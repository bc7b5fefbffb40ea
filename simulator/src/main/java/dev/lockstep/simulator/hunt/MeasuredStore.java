package dev.lockstep.simulator.hunt;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Result;
import dev.lockstep.simulator.metrics.MonitorCost;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;

/** A store of a policy that is watched while a genome's calls are made on it. */
final class MeasuredStore implements StoreListener {
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final CallTable table;
  private final StoreLayout layout;
  private final CacheStore store;
  private final OfflineBound offline;
  private final boolean[] unread;
  private final boolean[] wasted;
  private final int[] victims;
  private final long[] stamps;
  private int victimCount;
  private int releases;
  private int nativeInversions;
  private int jvmInversions;
  private int superfluous;
  private int refusedThoughEvictable;
  private int releasesMost;
  private long monitorNanosMost;
  private int hits;
  private int thrash;

  MeasuredStore(CallTable table, StoreLayout layout, EvictionPolicy policy) {
    this.table = table;
    this.layout = layout;
    this.store = policy.open(layout, this);
    this.offline = new OfflineBound(layout);
    this.unread = new boolean[layout.blocks()];
    this.wasted = new boolean[layout.blocks()];
    this.victims = new int[layout.blocks()];
    this.stamps = new long[layout.blocks()];
  }

  CacheStore store() {
    return store;
  }

  @Override
  public void evicted(int block, long stamp) {
    victims[victimCount] = block;
    stamps[victimCount++] = stamp;
    wasted[block] = unread[block];
  }

  @Override
  public void released(int block) {
    releases++;
  }

  /** Makes a call and measures it. */
  Result make(int call) {
    victimCount = 0;
    releases = 0;
    int block = table.block(call);
    boolean put = table.isPut(call);
    boolean asks = put || table.acquiresExecution(call);
    int mode = put ? layout.mode(block) : table.mode(call);
    long wanted = put ? wanted(block) : table.units(call);
    long lacking =
        asks
            ? wanted
                + store.executionUsed(mode)
                + store.liveUnits(mode)
                + unroll(mode)
                - store.memory(mode)
            : 0;
    Result result = table.make(call, store);
    if (table.isRead(call)) {
      read(block, result);
    }
    if (asks) {
      int owner = put ? layout.owner(block) : BlockSpec.NO_OWNER;
      asked(mode, owner, lacking);
      if (put) {
        put(block, result);
      }
    }
    return result;
  }

  /** Unrolling reserves a threshold first, however small the block. */
  private long wanted(int block) {
    boolean unrolls = layout.kind(block) == BlockKind.DESERIALIZED;
    return unrolls ? Math.max(layout.size(block), layout.unrollThreshold()) : layout.size(block);
  }

  private long unroll(int mode) {
    long units = 0;
    for (int t = 1; t <= layout.tasks(); t++) {
      units += store.unroll(mode, t);
    }
    return units;
  }

  private void read(int block, Result result) {
    offline.read(block);
    if (result != Result.ABSENT) {
      hits++;
      unread[block] = false;
    }
  }

  private void put(int block, Result result) {
    offline.put(block);
    if (result == Result.STORED) {
      thrash += wasted[block] ? 1 : 0;
      wasted[block] = false;
      unread[block] = true;
    } else if (result == Result.NO_SPACE) {
      int mode = layout.mode(block);
      long stuck = store.liveUnits(mode) - store.evictableUnits(mode, layout.owner(block));
      long idle = store.memory(mode) - store.executionUsed(mode) - unroll(mode) - stuck;
      refusedThoughEvictable += layout.size(block) <= idle ? 1 : 0;
    }
  }

  private void asked(int mode, int owner, long lacking) {
    if (victimCount > 0) {
      long oldestLeft = store.oldestEvictable(mode, owner);
      long units = 0;
      for (int i = 0; i < victimCount; i++) {
        units += layout.size(victims[i]);
        if (stamps[i] > oldestLeft && layout.isNative(victims[i])) {
          nativeInversions++;
        } else if (stamps[i] > oldestLeft) {
          jvmInversions++;
        }
      }
      int spared = 0;
      for (int i = victimCount - 1; i >= 0; i--) {
        units -= layout.size(victims[i]);
        if (units < lacking) {
          break;
        }
        spared++;
      }
      superfluous = Math.max(superfluous, spared);
    }
    releasesMost = Math.max(releasesMost, releases);
    monitorNanosMost = Math.max(monitorNanosMost, MonitorCost.DEFAULT.nanos(victimCount, releases));
  }

  Measures measures() {
    return new Measures(
        nativeInversions,
        jvmInversions,
        superfluous,
        refusedThoughEvictable,
        releasesMost,
        monitorNanosMost,
        hits,
        thrash,
        offline.bound().hits());
  }

  /** A number that stands for the state: equal for equal states, and hardly ever else. */
  long fingerprint() {
    long hash = 7;
    for (int b : store.order()) {
      hash = mixed(hash, b + 1);
    }
    for (int t = 1; t <= layout.tasks(); t++) {
      for (int b = 0; b < layout.blocks(); b++) {
        hash = mixed(hash, store.locks(t, b));
      }
      for (int mode = 0; mode < 2; mode++) {
        hash = mixed(mixed(hash, store.exec(mode, t)), store.unroll(mode, t));
      }
    }
    for (int mode = 0; mode < 2; mode++) {
      hash = mixed(mixed(hash, store.used(mode)), store.pool(mode));
    }
    return hash;
  }

  private static long mixed(long hash, long next) {
    long mixed = (hash ^ next) * PRIME;
    return mixed ^ (mixed >>> 29);
  }
}
