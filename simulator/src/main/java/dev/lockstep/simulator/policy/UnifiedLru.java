package dev.lockstep.simulator.policy;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.ContractStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;
import java.util.List;
import java.util.Optional;

/** The proposal: one recency order over the entries of all kinds (R4). */
public final class UnifiedLru implements EvictionPolicy {
  /** The name on the command line. */
  public static final String NAME = "unified-lru";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "the proposal: one recency order over the entries of all kinds";
  }

  @Override
  public CacheStore open(StoreLayout layout, StoreListener listener) {
    return new ContractStore(layout, listener);
  }

  @Override
  public Optional<RealCalls> onRealStore(Constants constants, List<Action> actions) {
    return Optional.of(new RealCalls(constants, actions));
  }
}
