package dev.lockstep.spark.threads.led;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.schedule.Workers;
import dev.lockstep.traces.LockStoreUnderTest;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Makes led stores. The launcher finds it by name inside Spark's class loader. */
public final class LedStoreFactory implements LockStoreUnderTest.Factory, AutoCloseable {
  /** Threads of stores that have ended, for the next ones: to start threads takes a while. */
  private final Deque<Workers> idle = new ConcurrentLinkedDeque<>();

  @Override
  public String description() {
    return "spark@" + org.apache.spark.package$.MODULE$.SPARK_VERSION() + " (patched), led";
  }

  @Override
  public LockStoreUnderTest create(LockConstants constants) {
    Workers known = idle.poll();
    Workers workers = known == null ? new Workers(LedStoreFactory.class.getClassLoader()) : known;
    return new LedStore(constants, workers, idle::push);
  }

  @Override
  public void close() {
    for (Workers workers = idle.poll(); workers != null; workers = idle.poll()) {
      workers.close();
    }
  }
}
