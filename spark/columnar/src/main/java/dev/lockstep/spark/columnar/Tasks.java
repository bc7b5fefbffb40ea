package dev.lockstep.spark.columnar;

import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** What is done when a task ends, however it ends. */
final class Tasks {
  private Tasks() {}

  /** At once if the task has ended. */
  static void atEnd(TaskContext context, Runnable action) {
    // The cast is for Java, where a lambda could be Scala's function as well.
    context.addTaskCompletionListener((TaskCompletionListener) ended -> action.run());
  }
}
