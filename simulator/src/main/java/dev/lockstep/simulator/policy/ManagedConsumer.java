package dev.lockstep.simulator.policy;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.RivalStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;
import java.util.BitSet;

/**
 * X2, managed consumers: SPARK-56918 (apache/spark pull request 55953, closed). Consumers of the
 * storage pool are asked to shrink before a block is evicted, the largest first, all but the one
 * that acquires. The payloads of one owner are one consumer. The twin of {@code
 * RivalManagedConsumer.tla}, with consumers that answer truly.
 */
public final class ManagedConsumer implements EvictionPolicy {
  /** The name on the command line. */
  public static final String NAME = "x2-managed";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "SPARK-56918: consumers that are asked to shrink before blocks are evicted";
  }

  @Override
  public CacheStore open(StoreLayout layout, StoreListener listener) {
    return new Store(layout, listener);
  }

  private static final class Store extends RivalStore {
    private static final int NOBODY = -1;

    private final BitSet asked = new BitSet();

    /** The consumer that acquires, which is not asked. */
    private int caller = NOBODY;

    Store(StoreLayout layout, StoreListener listener) {
      super(layout, listener);
    }

    @Override
    protected boolean payloadsInPool() {
      return true;
    }

    @Override
    protected boolean acquireForPayload(int block, long units) {
      int mode = layout().mode(block);
      caller = layout().owner(block);
      boolean granted = acquireForBlock(mode, BlockSpec.NO_OWNER, units);
      caller = NOBODY;
      if (granted) {
        payloadEntered(mode, units);
      }
      return granted;
    }

    @Override
    protected void makeRoom(int mode, int owner, long units) {
      shrinkExternal(mode, units - free(mode));
      evictBlocks(mode, units - free(mode), owner);
    }

    /** The largest first, until it is met; every consumer once, and the caller not at all. */
    private void shrinkExternal(int mode, long units) {
      long left = units;
      asked.clear();
      if (caller != NOBODY) {
        asked.set(caller);
      }
      while (left > 0) {
        int largest = largest(mode);
        if (largest < 0) {
          return;
        }
        asked.set(largest);
        left -= freePayloadsOf(mode, largest, left);
      }
    }

    private int largest(int mode) {
      int largest = -1;
      for (int consumer = asked.nextClearBit(0);
          consumer <= layout().ownersMax();
          consumer = asked.nextClearBit(consumer + 1)) {
        if (freeableOf(mode, consumer) > (largest < 0 ? 0 : freeableOf(mode, largest))) {
          largest = consumer;
        }
      }
      return largest;
    }

    /** The target was computed before the consumers are asked. */
    @Override
    protected void shrinkPool(int mode, long target) {
      long need = target - free(mode);
      asking(need);
      shrinkExternal(mode, need);
      shrinkPoolAsStock(mode, target);
    }
  }
}
