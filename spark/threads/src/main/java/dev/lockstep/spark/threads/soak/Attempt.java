package dev.lockstep.spark.threads.soak;

import java.util.Properties;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.memory.MemoryMode;
import scala.collection.immutable.Map$;

/** One attempt of a task, which one thread or several run as. */
final class Attempt {
  private final long number;
  private final TaskContext context;
  private volatile boolean ending;

  @SuppressWarnings("NullAway") // No task memory manager and no metrics system.
  private Attempt(long number) {
    this.number = number;
    this.context =
        new TaskContextImpl(
            0,
            0,
            0,
            number,
            0,
            1,
            null,
            new Properties(),
            null,
            new TaskMetrics(),
            1,
            Map$.MODULE$.empty());
  }

  static Attempt begin(SoakedBlockManager manager, long number) {
    manager.registerTask(number);
    return new Attempt(number);
  }

  long number() {
    return number;
  }

  /** The calls of this thread are the attempt's from now on. */
  void enter() {
    TaskContext$.MODULE$.setTaskContext(context);
  }

  /** True from before the attempt gives its locks back: its pins protect nothing any more. */
  boolean isEnding() {
    return ending;
  }

  /** What an executor does at the end of a task, on a thread that runs as it. */
  void end(SoakedBlockManager manager) {
    ending = true;
    manager.memoryStore().releaseUnrollMemoryForThisTask(MemoryMode.ON_HEAP, Long.MAX_VALUE);
    manager.memoryStore().releaseUnrollMemoryForThisTask(MemoryMode.OFF_HEAP, Long.MAX_VALUE);
    manager.releaseAllLocksForTask(number);
  }
}
