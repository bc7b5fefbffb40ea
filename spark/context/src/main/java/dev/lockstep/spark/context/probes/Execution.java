package dev.lockstep.spark.context.probes;

import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryConsumer;
import org.apache.spark.memory.MemoryMode;

/** Execution memory of the current task, asked for as a sort or an aggregation does. */
final class Execution extends MemoryConsumer {
  Execution() {
    super(TaskContext.get().taskMemoryManager(), MemoryMode.ON_HEAP);
  }

  @Override
  public long spill(long size, MemoryConsumer trigger) {
    return 0;
  }

  /** Gives all of it back. */
  void free() {
    freeMemory(getUsed());
  }
}
