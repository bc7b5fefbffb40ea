package org.apache.spark.storage;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.memory.NativeMemoryEntry;

/**
 * A native block that stays resident until this handle is closed or the task that pinned it ends
 * (R11); only a shutdown of the store releases its payload before that (R13).
 *
 * <p>The pin belongs to the task whose context the pinning thread has; without one it stays until
 * it is closed. A thread of the engine's own that reads for a task needs the task's context, or a
 * pin taken on the task's thread. Any thread may close it. The memory of a pinned block is nobody
 * else's: pin for the length of a batch, not of a query.
 */
public final class PinnedNativeBlock implements AutoCloseable {
  private final NativeMemoryEntry entry;
  private final PinLock lock;
  private final AtomicBoolean open = new AtomicBoolean(true);

  PinnedNativeBlock(NativeMemoryEntry entry, PinLock lock) {
    this.entry = entry;
    this.lock = lock;
  }

  public NativeBlockId id() {
    return entry.id();
  }

  /** The reservation in bytes. */
  public long size() {
    return entry.size();
  }

  public MemoryMode memoryMode() {
    return entry.memoryMode();
  }

  /**
   * The callback that the pinned registration was put with. An engine that gives each registration
   * an object of its own knows by it which one the pin holds: an id may have been registered anew
   * since the engine heard of it, and a map of the engine's own by id may be behind by a deferred
   * release.
   */
  public EngineRelease release() {
    return entry.release();
  }

  /**
   * Unpins, once; closing again does nothing. Harmless when the pin was lost meanwhile, because the
   * task ended or the store was stopped, even if the id has been registered anew.
   */
  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      lock.release();
    }
  }
}
