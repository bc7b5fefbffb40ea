package dev.lockstep.spark.testkit;

import java.util.Properties;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.storage.BlockManager;
import scala.collection.immutable.Map$;

/** Lets the current thread run as a task, as an executor's threads do. */
final class Tasks {
  private Tasks() {}

  /** A task begins on this thread. */
  @SuppressWarnings("NullAway") // No task memory manager and no metrics system.
  static void begin(BlockManager manager, long task) {
    manager.registerTask(task);
    TaskContext$.MODULE$.setTaskContext(
        new TaskContextImpl(
            0,
            0,
            0,
            task,
            0,
            1,
            null,
            new Properties(),
            null,
            new TaskMetrics(),
            1,
            Map$.MODULE$.empty()));
  }

  /** The task of this thread ends; what locks it has left, pins among them, go (R11). */
  static void end(BlockManager manager, long task) {
    manager.releaseAllLocksForTask(task);
    TaskContext$.MODULE$.unset();
  }
}
