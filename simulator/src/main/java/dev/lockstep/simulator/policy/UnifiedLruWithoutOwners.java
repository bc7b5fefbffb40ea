package dev.lockstep.simulator.policy;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.ContractStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;
import java.util.List;
import java.util.Optional;

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

  /** On the patched store it is up to the engine whether a native block has an owner. */
  @Override
  public Optional<RealCalls> onRealStore(Constants constants, List<Action> actions) {
    List<BlockSpec> blocks =
        constants.blocks().stream()
            .map(
                b ->
                    b.kind().isNative()
                        ? new BlockSpec(
                            b.id(), b.kind(), b.size(), b.mode(), BlockSpec.NO_OWNER, b.release())
                        : b)
            .toList();
    return Optional.of(new RealCalls(constants.withBlocks(blocks), actions));
  }
}
