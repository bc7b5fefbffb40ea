package dev.lockstep.simulator.policy;

import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.RivalStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;

/**
 * X4, a fixed split: what users do today. The memory is divided up front into Spark's part and the
 * engine's; neither asks the other. The engine makes room by its own LRU. The twin of {@code
 * RivalFixedSplit.tla}.
 *
 * @param share the engine's part
 */
public record FixedSplit(double share) implements EvictionPolicy {
  /** The name on the command line. */
  public static final String NAME = "x4-split";

  public FixedSplit {
    Share.check(share);
  }

  @Override
  public String name() {
    return Share.named(NAME, share);
  }

  @Override
  public String description() {
    return "a fixed split: Spark's part and the engine's, neither asks the other";
  }

  /** The storage region shrinks in proportion to Spark's part. */
  @Override
  public CacheStore open(StoreLayout layout, StoreListener listener) {
    long[] external = Share.of(layout, share);
    long[] max = {layout.max(0) - external[0], layout.max(1) - external[1]};
    long[] region = {region(layout, max, 0), region(layout, max, 1)};
    return new Store(layout.withPools(max, region), listener, external);
  }

  private static long region(StoreLayout layout, long[] max, int mode) {
    return layout.max(mode) == 0
        ? 0
        : (long) ((double) layout.region(mode) * max[mode] / layout.max(mode));
  }

  /** A store with parts that are given in units, as the specification has them. */
  static CacheStore open(StoreLayout sparksPart, long[] externalMax, StoreListener listener) {
    return new Store(sparksPart, listener, externalMax);
  }

  private static final class Store extends RivalStore {
    private final long[] externalMax;

    Store(StoreLayout layout, StoreListener listener, long[] externalMax) {
      super(layout, listener);
      this.externalMax = externalMax;
    }

    @Override
    public long memory(int mode) {
      return layout().max(mode) + externalMax[mode];
    }

    @Override
    protected boolean payloadsInPool() {
      return false;
    }

    /** The engine's own cache, all or nothing; Spark hears nothing. */
    @Override
    protected boolean acquireForPayload(int block, long units) {
      int mode = layout().mode(block);
      long need = units - (externalMax[mode] - payloads(mode));
      asking(need);
      if (need > freeable(mode)) {
        return false;
      }
      freePayloads(mode, need);
      payloadEntered(mode, units);
      return true;
    }
  }
}
