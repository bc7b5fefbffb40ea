package dev.lockstep.simulator.policy;

import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.RivalStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;

/**
 * X3, unmanaged consumers: SPARK-53001, in Spark since 4.1.0. The engine takes memory without a
 * word, as far as its own allocator lets it; Spark polls how much, and takes that off the limit
 * above which a put is refused and off the largest size of the execution pool. The twin of {@code
 * RivalUnmanagedConsumer.tla}.
 *
 * @param share the part of the memory that the engine's allocator allows it
 * @param atOnce polling is always up to date; else whoever drives the store polls
 */
public record UnmanagedConsumer(double share, boolean atOnce) implements EvictionPolicy {
  /** The name on the command line. */
  public static final String NAME = "x3-unmanaged";

  public UnmanagedConsumer {
    Share.check(share);
  }

  @Override
  public String name() {
    return Share.named(NAME, share);
  }

  @Override
  public String description() {
    return "SPARK-53001: the engine's memory is polled and subtracted, and can't be asked for";
  }

  @Override
  public CacheStore open(StoreLayout layout, StoreListener listener) {
    return new Store(layout, listener, Share.of(layout, share), atOnce);
  }

  private static final class Store extends RivalStore {
    private final long[] externalMax;
    private final boolean atOnce;
    private final long[] polled = new long[MODES];

    Store(StoreLayout layout, StoreListener listener, long[] externalMax, boolean atOnce) {
      super(layout, listener);
      this.externalMax = externalMax;
      this.atOnce = atOnce;
    }

    @Override
    public void poll() {
      for (int mode = 0; mode < MODES; mode++) {
        polled[mode] = payloads(mode);
      }
    }

    @Override
    protected boolean payloadsInPool() {
      return false;
    }

    @Override
    protected long unmanaged(int mode) {
      return atOnce ? payloads(mode) : polled[mode];
    }

    /** No call on Spark. The engine does not evict for itself. */
    @Override
    protected boolean acquireForPayload(int block, long units) {
      int mode = layout().mode(block);
      if (payloads(mode) + units > externalMax[mode]) {
        return false;
      }
      payloadEntered(mode, units);
      return true;
    }
  }
}
