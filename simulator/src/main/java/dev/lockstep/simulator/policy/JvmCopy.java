package dev.lockstep.simulator.policy;

import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.ContractStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;

/**
 * What engines do today: native data is copied into the JVM, cached as bytes, and copied out again
 * when it is read (Gluten, spark-rapids and Comet each in a format of its own). The store is stock
 * Spark.
 */
public final class JvmCopy implements EvictionPolicy {
  /** The name on the command line. */
  public static final String NAME = "jvm-copy";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "today: native data is copied into the JVM and cached as bytes";
  }

  @Override
  public CacheStore open(StoreLayout layout, StoreListener listener) {
    return new ContractStore(layout.withSerializedForNative(), listener);
  }

  @Override
  public boolean copies() {
    return true;
  }
}
