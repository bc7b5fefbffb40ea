package dev.lockstep.spark.replay;

import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.traces.StoreUnderTest;
import java.util.Optional;

/**
 * Makes real stores, of the adapter on the class path. {@code SparkStores} finds it by name inside
 * its own class loader.
 */
public final class SparkStoreFactory implements StoreUnderTest.Factory {
  private final NativeAdapter adapter = AdapterOnPath.adapter();

  @Override
  public String description() {
    return description(adapter);
  }

  /** The version of the Spark that this class sees, and whose native blocks it has. */
  static String description(NativeAdapter adapter) {
    return "Spark "
        + org.apache.spark.package$.MODULE$.SPARK_VERSION()
        + " ("
        + adapter.description()
        + ")";
  }

  @Override
  public Optional<InvalidConstantException> whyNot(Constants constants) {
    return constants.deferredRelease() && !adapter.defers()
        ? Optional.of(
            new InvalidConstantException(
                "deferredRelease", adapter.description() + " can't defer releases (R8)"))
        : Optional.empty();
  }

  @Override
  public StoreUnderTest create(Constants constants) {
    Optional<InvalidConstantException> reason = whyNot(constants);
    if (reason.isPresent()) {
      throw reason.get();
    }
    return new SparkStore(constants, adapter);
  }
}
