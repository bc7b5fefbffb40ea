package dev.lockstep.spark.tables;

import org.apache.spark.ExceptionFailure;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** What the tasks of a session took of execution memory, and whether one has failed. */
final class TaskWatch extends SparkListener {
  private static final long MIB = 1 << 20;

  private long tasks;
  private long failed;
  private String firstFailure = "";
  private long peakBytes;
  private long spilledBytes;

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    tasks++;
    if (end.reason() instanceof ExceptionFailure failure) {
      failed++;
      if (firstFailure.isEmpty()) {
        firstFailure = failure.className() + ": " + failure.description();
      }
    }
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      peakBytes = Math.max(peakBytes, metrics.peakExecutionMemory());
      spilledBytes += metrics.memoryBytesSpilled();
    }
  }

  /** Of the tasks that have failed, by an exception, how many and the first; empty if none. */
  synchronized String failures() {
    return failed == 0 ? "" : failed + " of " + tasks + " tasks, the first by " + firstFailure;
  }

  synchronized long peakBytes() {
    return peakBytes;
  }

  synchronized String seen() {
    return String.format(
        "%d tasks, one of which took %.1f MiB of execution memory; %d MiB spilled",
        tasks, (double) peakBytes / MIB, spilledBytes / MIB);
  }
}
