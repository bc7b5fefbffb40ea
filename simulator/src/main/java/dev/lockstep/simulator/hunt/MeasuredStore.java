package dev.lockstep.simulator.hunt;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Result;
import dev.lockstep.simulator.metrics.CallWatch;
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
  private final CallWatch watch = new CallWatch();
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
  }

  CacheStore store() {
    return store;
  }

  @Override
  public void evicted(int block, long stamp) {
    watch.evicted(block, stamp);
    wasted[block] = unread[block];
  }

  @Override
  public void released(int block) {
    watch.released();
  }

  /** Makes a call and measures it. */
  Result make(int call) {
    watch.over();
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
                + CallWatch.unroll(store, mode)
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
      boolean held =
          CallWatch.wouldHold(store, layout.mode(block), layout.owner(block), layout.size(block));
      refusedThoughEvictable += held ? 1 : 0;
    }
  }

  private void asked(int mode, int owner, long lacking) {
    if (watch.victims() > 0) {
      long oldestLeft = store.oldestEvictable(mode, owner);
      long units = 0;
      for (int i = 0; i < watch.victims(); i++) {
        units += layout.size(watch.victim(i));
        if (watch.inverted(i, oldestLeft) && layout.isNative(watch.victim(i))) {
          nativeInversions++;
        } else if (watch.inverted(i, oldestLeft)) {
          jvmInversions++;
        }
      }
      superfluous = Math.max(superfluous, spared(units, lacking));
    }
    releasesMost = Math.max(releasesMost, (int) watch.releases());
    monitorNanosMost = Math.max(monitorNanosMost, watch.nanos(MonitorCost.DEFAULT));
  }

  /** How many of the last victims the others would have been enough without. */
  private int spared(long units, long lacking) {
    int spared = 0;
    long left = units;
    for (int i = watch.victims() - 1; i >= 0; i--) {
      left -= layout.size(watch.victim(i));
      if (left < lacking) {
        break;
      }
      spared++;
    }
    return spared;
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
