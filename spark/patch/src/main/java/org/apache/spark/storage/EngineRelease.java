package org.apache.spark.storage;

/**
 * Frees the payloads of an engine's native blocks: one object for all of them, told which block it
 * is and why.
 *
 * <p>The rules are those of {@link NativeRelease}, which is the same for a single block.
 */
@FunctionalInterface
public interface EngineRelease {
  /**
   * Frees the payload of one registration; called exactly once for each (R5). An ordinary exception
   * is logged and swallowed; a fatal error is rethrown once everything else has been done (R7).
   *
   * @param id the block, which has left the store; it may be registered again by the time a
   *     deferred release runs, so a payload is not to be looked up by its id alone then (R8)
   */
  void release(NativeBlockId id, ReleaseReason reason) throws Exception;
}
