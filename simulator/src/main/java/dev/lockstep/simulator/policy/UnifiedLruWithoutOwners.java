package dev.lockstep.simulator.policy;

import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.ContractStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;

/** The proposal without the last sentence of R4: native blocks belong to no RDD (hole 4). */
public final class UnifiedLruWithoutOwners implements EvictionPolicy {
  /** The name on the command line. */
  public static final String NAME = "unified-lru-without-owners";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "the same, but native blocks belong to no RDD (hole 4)";
  }

  @Override
  public CacheStore open(StoreLayout layout, StoreListener listener) {
    return new ContractStore(layout.withoutNativeOwners(), listener);
  }
}
