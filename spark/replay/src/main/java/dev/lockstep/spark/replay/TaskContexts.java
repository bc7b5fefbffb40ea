package dev.lockstep.spark.replay;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import scala.collection.immutable.Map$;

/** Makes the current thread run as a task: Spark asks its thread for the task that holds a lock. */
public final class TaskContexts {
  private final Map<Integer, TaskContext> contexts = new ConcurrentHashMap<>();

  /** The task of the calls from now on. */
  public void enter(int task) {
    TaskContext$.MODULE$.setTaskContext(contexts.computeIfAbsent(task, TaskContexts::contextOf));
  }

  /** No task from now on. */
  public void leave() {
    TaskContext$.MODULE$.unset();
  }

  /** Makes a call as an attempt of the task that has been told to end. */
  public static boolean asKilled(int task, BooleanSupplier call) {
    TaskContext before = TaskContext$.MODULE$.get();
    TaskContextImpl killed = contextOf(task);
    killed.markInterrupted("killed");
    TaskContext$.MODULE$.setTaskContext(killed);
    try {
      return call.getAsBoolean();
    } finally {
      TaskContext$.MODULE$.setTaskContext(before);
    }
  }

  private static TaskContextImpl contextOf(int task) {
    return new TaskContextImpl(
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
        Map$.MODULE$.empty());
  }
}
