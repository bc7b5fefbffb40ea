package dev.lockstep.spark.replay;

import java.util.Optional;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.memory.MemoryStore;

/**
 * One store with native blocks, behind a {@link NativeAdapter}. All calls come from one thread,
 * each as the task whose context the thread has.
 */
public interface NativeStore {

  /** How a put ended (R1). */
  enum PutResult {
    STORED,
    NO_SPACE,
    DUPLICATE
  }

  /** An open pin (R11). */
  interface Pin extends AutoCloseable {
    /** Gives the read lock back; without effect if it was lost meanwhile. */
    @Override
    void close();
  }

  /** Spark's memory store, or a subclass. */
  MemoryStore memory();

  /** Spark's block locks, or a subclass: those that {@link #memory} evicts by. */
  BlockInfoManager locks();

  /**
   * Registers a native block (R1). Ids that are not native are tried as well: the store must refuse
   * them (R2).
   *
   * @param release to be run once, when the registration ends (R5); what it throws is meant (R7)
   */
  PutResult put(BlockId id, long bytes, MemoryMode mode, Runnable release);

  /** Pins a native block; empty if it is gone. Other ids are tried as well (R2). */
  Optional<Pin> pin(BlockId id);

  /** R8: runs the releases that were deferred, on this thread; their fatal errors are thrown. */
  default void settle() {}
}
