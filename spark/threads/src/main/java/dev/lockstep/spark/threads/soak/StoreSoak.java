package dev.lockstep.spark.threads.soak;

import dev.lockstep.schedule.soak.Soak;
import dev.lockstep.schedule.soak.SoakPlan;
import dev.lockstep.schedule.soak.Stack;

/** The patched block manager of the Spark on this class path. */
public final class StoreSoak implements Soak {
  /** An error on purpose that leaves on the store's own thread is no news on the terminal. */
  public StoreSoak() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          if (thrown instanceof SoakError) {
            return;
          }
          if (before != null) {
            before.uncaughtException(thread, thrown);
          } else {
            System.err.println(thread.getName() + ": " + Stack.of(thrown));
          }
        });
  }

  @Override
  public String description() {
    return "spark@" + org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  @Override
  public Prepared prepare(SoakPlan plan) {
    return new SoakedStore(plan);
  }
}
