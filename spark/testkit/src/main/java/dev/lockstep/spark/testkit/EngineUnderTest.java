package dev.lockstep.spark.testkit;

import java.util.Optional;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;

/**
 * An engine as the kit sees it: a thin adapter over the engine's own code.
 *
 * <p>Let each method call what production code calls. The kit can only find a fault in code that
 * runs: an adapter that frees a payload itself tests the adapter. All calls to Spark go to the
 * {@code NativeBlockStore} that the engine was made with.
 *
 * <p>The kit calls from several threads, and as a task or outside of one.
 */
public interface EngineUnderTest extends AutoCloseable {
  /**
   * Makes a payload of this many bytes, writes the pattern of the seed into it, and registers it
   * under the id. If the result is not STORED, or an exception leaves, the engine has freed the
   * payload (R1).
   *
   * @param bytes at least 1
   * @return what Spark said; an engine that knows of a duplicate itself may say so without asking
   */
  NativePutResult put(NativeBlockId id, long bytes, long seed) throws Exception;

  /** Opens a block for reading, as the engine's scans do; empty if the block is gone (R11, S4). */
  Optional<? extends OpenPayload> open(NativeBlockId id) throws Exception;

  /**
   * Removes a block as the engine does; false if there was none (R13).
   *
   * @throws Exception if the engine fails; an absent block is no failure
   */
  boolean remove(NativeBlockId id) throws Exception;

  /**
   * The engine's own count of the bytes that it has allocated and not freed. It must not come from
   * Spark's accounting, which the kit compares it with, and must not wait for a lock of the engine.
   */
  long bytesOutstanding();

  /** The pool that the engine reserves from. */
  default MemoryMode memoryMode() {
    return MemoryMode.OFF_HEAP;
  }

  /**
   * Runs the body while holding the lock under which the engine calls into Spark, if there is one
   * (R8). If there are several, override the method with the outermost. Without such a lock just
   * run the body, as the default does.
   */
  default void underEngineLock(Runnable body) {
    body.run();
  }

  /**
   * Ends the engine, as the shutdown of its plugin does: removes the blocks that it has still, and
   * refuses puts from now on (R13). Spark may have stopped before, or stops later.
   *
   * @throws Exception if a payload has not been freed
   */
  @Override
  void close() throws Exception;
}
