package dev.lockstep.spark.threads.led;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.schedule.Workers;
import dev.lockstep.traces.LockStoreUnderTest;

/** Makes led stores. The launcher finds it by name inside Spark's class loader. */
public final class LedStoreFactory implements LockStoreUnderTest.Factory, AutoCloseable {
  private final Workers workers = new Workers(LedStoreFactory.class.getClassLoader());

  @Override
  public String description() {
    return "spark@" + org.apache.spark.package$.MODULE$.SPARK_VERSION() + " (patched), led";
  }

  @Override
  public LockStoreUnderTest create(LockConstants constants) {
    return new LedStore(constants, workers);
  }

  @Override
  public void close() {
    workers.close();
  }
}
