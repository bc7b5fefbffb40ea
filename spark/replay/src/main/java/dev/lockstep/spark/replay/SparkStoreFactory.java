package dev.lockstep.spark.replay;

import dev.lockstep.model.Constants;
import dev.lockstep.traces.StoreUnderTest;

/** Makes real stores. {@code SparkStores} finds it by name inside its own class loader. */
public final class SparkStoreFactory implements StoreUnderTest.Factory {

  /** The version of the Spark that this class sees. */
  @Override
  public String description() {
    return "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION() + " (patched)";
  }

  @Override
  public StoreUnderTest create(Constants constants) {
    return new SparkStore(constants);
  }
}
