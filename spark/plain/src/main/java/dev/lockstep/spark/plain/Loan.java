package dev.lockstep.spark.plain;

import java.util.concurrent.atomic.AtomicBoolean;

/** A block that is neither evicted nor removed until this is closed or its task ends (R11). */
public final class Loan implements AutoCloseable {
  private final OffloadingLocks locks;
  private final OffloadingLocks.Held held;
  private final AtomicBoolean open = new AtomicBoolean(true);

  Loan(OffloadingLocks locks, OffloadingLocks.Held held) {
    this.locks = locks;
    this.held = held;
  }

  /** Once; harmless if the lock was lost meanwhile, to the end of the task or of the store. */
  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      locks.giveBack(held);
    }
  }
}
