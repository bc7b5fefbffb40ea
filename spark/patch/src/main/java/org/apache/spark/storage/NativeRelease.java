package org.apache.spark.storage;

/**
 * Frees the payload of one registration of a native block.
 *
 * <p>Spark calls it exactly once (R5), when the entry has left the store; the bytes go back to the
 * pool when it has returned or thrown (R6). So the payload must be free by then: a release that
 * leaves the freeing to another thread lets the pool be used twice.
 *
 * <p>By default it runs on the thread that evicts, removes or clears, holding the memory manager's
 * monitor and the block's write lock (R8). All accounting of the executor waits meanwhile, so it
 * should take microseconds. It must not wait for a lock that a thread calling into Spark may hold:
 * that is a deadlock. On this same thread it may put native blocks, remove blocks and pin others,
 * and never waits for them: a block that somebody has locked, the eviction itself or another
 * thread, is gone to a pin and left alone by a removal. It must not read a JVM block: one that is
 * being evicted with it would wait for ever.
 *
 * <p>With {@code spark.storage.native.release=deferred} it runs later, on a thread that holds no
 * lock of Spark's, and may wait for the engine's locks.
 */
@FunctionalInterface
public interface NativeRelease extends EngineRelease {
  /**
   * Frees the payload. An ordinary exception is logged and swallowed; a fatal error is rethrown
   * once everything else has been done (R7).
   */
  void release() throws Exception;

  /** What Spark calls. */
  @Override
  default void release(NativeBlockId id, ReleaseReason reason) throws Exception {
    release();
  }
}
