package dev.lockstep.spark.testkit;

import java.time.Duration;
import org.apache.spark.storage.NativeBlockStore;

/** The kit on an engine with the fault that is chosen; run by {@link BrokenEnginesTest} alone. */
class BrokenEngineContract extends NativeEngineContract {
  static Fault fault = Fault.NONE;

  @Override
  protected EngineUnderTest newEngine(NativeBlockStore spark) {
    return new HeapEngine(spark, fault);
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(2);
  }
}
