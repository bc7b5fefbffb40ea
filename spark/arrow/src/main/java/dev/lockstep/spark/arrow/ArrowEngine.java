package dev.lockstep.spark.arrow;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;

/**
 * An engine whose payloads are Arrow buffers. Any thread may call it.
 *
 * <p><b>Who owns a buffer.</b> The engine, until Spark says STORED; from then on Spark, until it
 * calls the release. Each has exactly one owner who frees it once (R1, R5).
 *
 * <p><b>How a reader finds a buffer.</b> By its id, while it has a pin. The buffer is in {@code
 * payloads} before Spark hears of the block, and leaves it in the release. So under a pin it is
 * there, it is the one that the pin protects, and never that of another registration of the id.
 *
 * <p><b>Locks.</b> None is held while calling Spark. Those that a release takes, inside the map and
 * inside Arrow's accounting, are held for an instant by code that does not call Spark. So a release
 * may run under the memory manager's monitor (R8) and {@code spark.storage.native.release} may stay
 * {@code monitor}.
 */
public final class ArrowEngine implements AutoCloseable {
  private static final String ENGINE = "arrow";

  private final NativeBlockStore spark;
  private final BufferAllocator allocator = new RootAllocator();
  private final ConcurrentHashMap<NativeBlockId, ArrowBuf> payloads = new ConcurrentHashMap<>();

  /**
   * An engine that registers its buffers with this store; on an executor that is {@link
   * NativeBlockStore#ofThisExecutor}.
   */
  public ArrowEngine(NativeBlockStore spark) {
    this.spark = spark;
  }

  /** The id of a block of this engine; see {@link NativeBlockId#of} for the characters. */
  public static NativeBlockId id(String key) {
    return NativeBlockId.of(ENGINE, key);
  }

  /**
   * Allocates a buffer, lets the caller fill it, and registers it off-heap under the id (R1).
   *
   * <p>If this returns anything but STORED, or throws, the buffer is freed again. DUPLICATE is also
   * the answer while the buffer of an earlier registration waits for its deferred release.
   *
   * @param bytes the capacity that the caller needs; Arrow may round it up, and what it takes is
   *     what Spark is told
   * @param fill writes the payload; it must not keep the buffer
   */
  public NativePutResult put(NativeBlockId id, long bytes, Consumer<ArrowBuf> fill) {
    ArrowBuf buffer = allocator.buffer(bytes);
    NativePutResult result = null;
    try {
      fill.accept(buffer);
      result =
          payloads.putIfAbsent(id, buffer) == null
              ? spark.putNative(
                  id, buffer.getActualMemoryConsumed(), MemoryMode.OFF_HEAP, () -> free(id, buffer))
              : NativePutResult.DUPLICATE;
    } finally {
      if (result != NativePutResult.STORED) {
        free(id, buffer);
      }
    }
    return result;
  }

  /**
   * Pins a block for reading; empty if it is gone, and then the caller computes its contents again
   * (R11, S5). Close the reading soon, and before removing a block: a pin keeps memory from others.
   */
  public Optional<ArrowReading> read(NativeBlockId id) {
    Optional<PinnedNativeBlock> pinned = spark.pinNative(id);
    if (pinned.isEmpty()) {
      return Optional.empty();
    }
    PinnedNativeBlock pin = pinned.get();
    ArrowBuf buffer = payloads.get(id);
    if (buffer == null) {
      // Spark was stopped in between, or the id is another engine's.
      pin.close();
      return Optional.empty();
    }
    return Optional.of(new ArrowReading(pin, buffer));
  }

  /**
   * Removes a block, which frees its buffer; false if there is none. Waits while it is read (R11),
   * so a thread that has a reading open may wait for itself.
   */
  public boolean remove(NativeBlockId id) {
    return spark.removeNative(id);
  }

  /** The bytes of all buffers that have not been freed. */
  public long allocatedBytes() {
    return allocator.getAllocatedMemory();
  }

  /**
   * Ends the engine, after Spark's block manager.
   *
   * @throws IllegalStateException if a buffer has not been freed, with Arrow's account of it
   */
  @Override
  public void close() {
    allocator.close();
  }

  /** The release, and what the engine does itself with a buffer that Spark did not take. */
  private void free(NativeBlockId id, ArrowBuf buffer) {
    payloads.remove(id, buffer);
    buffer.close();
  }
}
