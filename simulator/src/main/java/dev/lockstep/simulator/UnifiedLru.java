package dev.lockstep.simulator;

import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.Model;

/** The proposal: one recency order over the entries of all kinds (R4). */
public final class UnifiedLru implements EvictionPolicy {
  /** The name on the command line. */
  public static final String NAME = "unified-lru";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Model model(Constants constants) {
    return new ContractModel(constants);
  }
}
