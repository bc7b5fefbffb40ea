package dev.lockstep.spark.arrow;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The readings that tasks have open. A completion listener closes them, before Spark looks for
 * block locks that the task has left: with {@code spark.storage.exceptionOnPinLeak} those are a
 * failure, without it a line in the log (R11).
 */
final class TaskReadings {
  /**
   * By the context and not by its attempt id: ids begin again with the next SparkContext. A set is
   * changed inside the map's methods alone.
   */
  private final ConcurrentHashMap<TaskContext, Set<ArrowReading>> open = new ConcurrentHashMap<>();

  /** The task will close the reading, if nobody does before. */
  void add(TaskContext task, ArrowReading reading) {
    AtomicBoolean first = new AtomicBoolean();
    open.compute(
        task,
        (same, known) -> {
          first.set(known == null);
          Set<ArrowReading> readings = known == null ? new HashSet<>() : known;
          readings.add(reading);
          return readings;
        });
    if (first.get()) {
      // One for all of the task's readings. It runs at once if the task has ended.
      task.addTaskCompletionListener((TaskCompletionListener) ended -> close(task));
    }
  }

  /** It is closed: a long task does not collect what it has read. */
  void remove(TaskContext task, ArrowReading reading) {
    open.computeIfPresent(
        task,
        (same, readings) -> {
          readings.remove(reading);
          return readings;
        });
  }

  private void close(TaskContext task) {
    Set<ArrowReading> left = open.remove(task);
    if (left != null) {
      left.forEach(ArrowReading::close);
    }
  }
}
