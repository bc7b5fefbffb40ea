package dev.lockstep.spark.replay;

import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Anomaly;
import java.util.List;
import org.apache.spark.storage.BlockId;
import org.jspecify.annotations.Nullable;

/**
 * What a block manager does round its memory store. Each method runs as the current task and never
 * waits; an error that the store means for its caller is thrown.
 */
interface BlockProtocol {

  /** Spark's objects behind it. */
  StoreParts parts();

  BlockIds ids();

  /** Whose native blocks these are, and how their store refuses. */
  NativeAdapter adapter();

  /** Sees the ends of entries; it is told of every drop. */
  EndingWatch watch();

  /** What no model does and only this protocol can see, since the last call. */
  default List<Anomaly> takeAnomalies() {
    return List.of();
  }

  /** R1: STORED, NO_SPACE or DUPLICATE. Ids that are not native are tried as well (R2). */
  Result putNative(BlockId id, BlockSpec block, Runnable release);

  /** STORED, NO_SPACE or DUPLICATE. */
  Result putBytes(BlockId id, BlockSpec block);

  /** STORED, NO_SPACE or DUPLICATE; a half-unrolled iterator keeps its unroll memory. */
  Result putValues(BlockId id, BlockSpec block);

  /** HIT with a read lock kept, ABSENT or WAITS. */
  Result get(BlockId id, BlockSpec block);

  /** R11: a pin, or null if the block is gone. Ids that are not native are tried as well. */
  NativeStore.@Nullable Pin pin(BlockId id);

  /** Gives one read lock of the current task back. */
  void unlock(BlockId id);

  /** R13: REMOVED, ABSENT or WAITS. */
  Result remove(BlockId id);

  /**
   * R8: runs the releases that a deferring store has queued; their fatal errors are thrown (R7).
   */
  void settle();

  /** R13: all blocks, whatever their locks. */
  void clear();

  /** Gives back what the objects hold outside the store. The store is of no use after it. */
  default void dispose() {}
}
