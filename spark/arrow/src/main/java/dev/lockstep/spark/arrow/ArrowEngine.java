package dev.lockstep.spark.arrow;

import java.time.Duration;
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
 * there, it is the one that the pin protects, and never that of another registration of the id. A
 * reader that is a user of the buffer ({@link SharedBuffer}) keeps it through a stop of Spark as
 * well, and a task's readings are closed when it ends ({@link TaskReadings}).
 *
 * <p><b>Locks.</b> None is held while calling Spark. Those that a release takes, inside the map and
 * inside Arrow's accounting, are held for an instant by code that does not call Spark. So a release
 * may run under the memory manager's monitor (R8) and {@code spark.storage.native.release} may stay
 * {@code monitor}.
 */
public final class ArrowEngine implements AutoCloseable {
  private static final String ENGINE = "arrow";

  /** How long the end waits for readers. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final NativeBlockStore spark;
  private final BufferAllocator allocator = new RootAllocator();
  private final ConcurrentHashMap<NativeBlockId, SharedBuffer> payloads = new ConcurrentHashMap<>();
  private final TaskReadings readings = new TaskReadings();
  private volatile boolean ending;

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
   * the answer while the buffer of an earlier registration waits for its deferred release, and
   * NO_SPACE from an engine that has been closed.
   *
   * @param bytes the capacity that the caller needs; Arrow may round it up, and what it takes is
   *     what Spark is told
   * @param fill writes the payload; it must not keep the buffer
   */
  public NativePutResult put(NativeBlockId id, long bytes, Consumer<ArrowBuf> fill) {
    if (ending) {
      return NativePutResult.NO_SPACE;
    }
    SharedBuffer payload = new SharedBuffer(allocator.buffer(bytes));
    NativePutResult result = null;
    try {
      fill.accept(payload.buffer());
      result =
          payloads.putIfAbsent(id, payload) == null
              ? spark.putNative(
                  id,
                  payload.buffer().getActualMemoryConsumed(),
                  MemoryMode.OFF_HEAP,
                  () -> free(id, payload))
              : NativePutResult.DUPLICATE;
    } finally {
      if (result != NativePutResult.STORED) {
        free(id, payload);
      }
    }
    if (ending && result == NativePutResult.STORED) {
      // The end may have looked for blocks before this one was there.
      spark.removeNative(id);
      return NativePutResult.NO_SPACE;
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
    SharedBuffer payload = payloads.get(id);
    if (payload == null || !payload.acquire()) {
      // Spark was stopped in between, or the id is another engine's.
      pin.close();
      return Optional.empty();
    }
    return Optional.of(ArrowReading.open(pin, payload, readings));
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
   * Ends the engine, before Spark's block manager or after it: refuses puts, and removes what is
   * there, so that Spark calls none of its releases later (R13).
   *
   * @throws IllegalStateException if a buffer has not been freed, with Arrow's account of it: it
   *     has leaked, or is being read for longer than the patience. Its reader will free it, so the
   *     allocator stays open
   */
  @Override
  public void close() {
    ending = true;
    // By this engine's own map: another class loader may have another engine of the same name.
    spark.removeAll(payloads::containsKey, PATIENCE);
    if (allocator.getAllocatedMemory() > 0) {
      throw new IllegalStateException("leaked, or still being read: " + allocator);
    }
    allocator.close();
  }

  /** The release, and what the engine does itself with a buffer that Spark did not take. */
  private void free(NativeBlockId id, SharedBuffer payload) {
    payloads.remove(id, payload);
    payload.giveBack();
  }
}
