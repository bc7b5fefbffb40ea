package dev.lockstep.spark.arrow;

import dev.lockstep.spark.testkit.EngineUnderTest;
import dev.lockstep.spark.testkit.NativeEngineContract;
import org.apache.spark.storage.NativeBlockStore;

/** The sample engine keeps the rules. */
class ArrowEngineContractTest extends NativeEngineContract {
  @Override
  protected EngineUnderTest newEngine(NativeBlockStore spark) {
    return new ArrowUnderTest(spark);
  }
}
