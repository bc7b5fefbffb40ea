package dev.lockstep.spark.tables.bench;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** The processor time of tasks. */
final class TaskTime extends SparkListener {
  private final SparkContext context;
  private final LongAdder nanos = new LongAdder();

  private TaskTime(SparkContext context) {
    this.context = context;
  }

  static TaskTime of(SparkContext context) {
    TaskTime made = new TaskTime(context);
    context.addSparkListener(made);
    return made;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    nanos.add(end.taskMetrics().executorCpuTime());
  }

  /** What an action gives, and the time of all tasks that ran meanwhile. */
  record Timed<T>(T result, long nanos) {
    double perSecond(long rows) {
      return rows * 1e9 / nanos;
    }
  }

  <T> Timed<T> of(Callable<T> action) throws Exception {
    context.listenerBus().waitUntilEmpty();
    nanos.reset();
    T result = action.call();
    context.listenerBus().waitUntilEmpty();
    return new Timed<>(result, nanos.sum());
  }
}
