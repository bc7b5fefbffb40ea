package org.apache.spark.storage;

/**
 * Frees the payload of one registration of a native block.
 *
 * <p>Spark calls it exactly once (R5), on the thread that evicts, removes or clears, holding the
 * memory manager's monitor and the block's write lock (R8): it must not wait for a lock that a
 * thread calling into Spark may hold. The bytes go back to the pool when it has returned or thrown
 * (R6). It may put native blocks and remove blocks that are not themselves being evicted.
 */
@FunctionalInterface
public interface NativeRelease {
  /**
   * Frees the payload. An ordinary exception is logged and swallowed; a fatal error is rethrown
   * once everything else has been done (R7).
   */
  void release() throws Exception;
}
