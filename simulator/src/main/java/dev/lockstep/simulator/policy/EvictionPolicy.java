package dev.lockstep.simulator.policy;

import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;

/**
 * What decides which entries give way. A policy is a whole store rather than a hook in one: a rival
 * that says nothing but a choice of victims could hide what else it changes.
 */
public interface EvictionPolicy {

  /** The name on the command line. */
  String name();

  /** What it is, in a clause, with its source. */
  String description();

  /** A store under this policy, without entries. */
  CacheStore open(StoreLayout layout, StoreListener listener);

  /** Whether a native block's bytes are copied into the JVM when put and out of it when read. */
  default boolean copies() {
    return false;
  }
}
