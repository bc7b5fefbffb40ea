package dev.lockstep.simulator.policy;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;
import java.util.List;
import java.util.Optional;

/**
 * What decides which entries give way. A policy is a whole store rather than a hook in one: a rival
 * that says nothing but a choice of victims could hide what else it changes.
 */
public interface EvictionPolicy {

  /** The name on the command line, with the engine's share if it is not the usual one. */
  String name();

  /** What it is, in a clause, with its source. */
  String description();

  /** A store under this policy, without entries. */
  CacheStore open(StoreLayout layout, StoreListener listener);

  /** Whether a native block's bytes are copied into the JVM when put and out of it when read. */
  default boolean copies() {
    return false;
  }

  /** Calls with the constants to make them under. */
  record RealCalls(Constants constants, List<Action> actions) {}

  /**
   * The same calls as the real store makes them if this policy can be had there: the patched one,
   * or stock; empty for a rival.
   */
  default Optional<RealCalls> onRealStore(Constants constants, List<Action> actions) {
    return Optional.empty();
  }
}
