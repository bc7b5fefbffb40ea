package dev.lockstep.spark.testkit;

import java.util.List;
import java.util.Properties;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

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

  /**
   * The task of this thread ends as on an executor: its completion listeners run, and then what
   * locks it has left go (R11). With {@code spark.storage.exceptionOnPinLeak} a task fails that has
   * left any.
   *
   * @return the blocks whose locks it left
   */
  static List<BlockId> end(BlockManager manager, long task) {
    try {
      TaskContext context = TaskContext.get();
      if (context != null) {
        context.markTaskCompleted(Option.empty());
      }
    } finally {
      TaskContext$.MODULE$.unset();
    }
    return List.copyOf(CollectionConverters.asJava(manager.releaseAllLocksForTask(task)));
  }
}
