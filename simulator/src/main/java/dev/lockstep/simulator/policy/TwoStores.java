package dev.lockstep.simulator.policy;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.RivalStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;

/**
 * X1, two stores: SPARK-48694 (apache/spark pull request 47067, not merged). A store for external
 * objects beside Spark's shares the storage budget; a global boolean says which gives way first.
 * The twin of {@code RivalTwoStores.tla}.
 *
 * @param nativeFirst spark.memory.storage.preferEvictExtCache
 * @param share spark.memory.external.storageFraction: the part of the memory that the external
 *     store may fill
 */
public record TwoStores(boolean nativeFirst, double share) implements EvictionPolicy {
  /** The name on the command line of the preference for the external store. */
  public static final String NATIVE_FIRST = "x1-native-first";

  /** The other. */
  public static final String BLOCKS_FIRST = "x1-blocks-first";

  public TwoStores {
    Share.check(share);
  }

  @Override
  public String name() {
    return Share.named(nativeFirst ? NATIVE_FIRST : BLOCKS_FIRST, share);
  }

  @Override
  public String description() {
    return "SPARK-48694: two stores, "
        + (nativeFirst ? "the external one" : "blocks")
        + " giving way first";
  }

  @Override
  public CacheStore open(StoreLayout layout, StoreListener listener) {
    return new Store(layout, listener, nativeFirst, Share.of(layout, share));
  }

  private static final class Store extends RivalStore {
    private final boolean nativeFirst;
    private final long[] externalMax;

    Store(StoreLayout layout, StoreListener listener, boolean nativeFirst, long[] externalMax) {
      super(layout, listener);
      this.nativeFirst = nativeFirst;
      this.externalMax = externalMax;
    }

    @Override
    protected boolean payloadsInPool() {
      return true;
    }

    @Override
    protected void makeRoom(int mode, int owner, long units) {
      if (nativeFirst) {
        freePayloads(mode, units - free(mode));
        evictBlocks(mode, units - free(mode), owner);
      } else {
        evictBlocks(mode, units - free(mode), owner);
        freePayloads(mode, units - free(mode));
      }
    }

    /** Under an id that stands for all of the external store, and belongs to no RDD. */
    @Override
    protected boolean acquireForPayload(int block, long units) {
      int mode = layout().mode(block);
      boolean granted =
          payloads(mode) + units <= externalMax[mode]
              && acquireForBlock(mode, BlockSpec.NO_OWNER, units);
      if (granted) {
        payloadEntered(mode, units);
      }
      return granted;
    }

    /**
     * If unused memory is not enough, the external store is asked for all of the target and blocks
     * for nothing; or blocks for the rest, and the external store for nothing.
     */
    @Override
    protected void shrinkPool(int mode, long target) {
      if (!nativeFirst) {
        super.shrinkPool(mode, target);
        return;
      }
      long unused = Math.min(target, free(mode));
      long freed = 0;
      if (target > unused) {
        asking(target);
        freed = freePayloads(mode, target);
      }
      resize(mode, -unused - freed);
    }
  }
}
