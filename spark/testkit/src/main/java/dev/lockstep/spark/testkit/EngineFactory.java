package dev.lockstep.spark.testkit;

import org.apache.spark.storage.NativeBlockStore;

/** Makes an engine, with nothing allocated, that registers its blocks with this store. */
@FunctionalInterface
public interface EngineFactory {
  EngineUnderTest create(NativeBlockStore store) throws Exception;
}
