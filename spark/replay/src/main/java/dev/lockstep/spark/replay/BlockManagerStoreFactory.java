package dev.lockstep.spark.replay;

import dev.lockstep.model.Constants;
import dev.lockstep.traces.StoreUnderTest;

/** Makes real stores inside real block managers; {@code SparkStores} finds it by name. */
public final class BlockManagerStoreFactory implements StoreUnderTest.Factory {
  @Override
  public String description() {
    return SparkStoreFactory.description(new PatchNatives()) + " in a BlockManager";
  }

  @Override
  public StoreUnderTest create(Constants constants) {
    return new BlockManagerStore(constants);
  }
}
