package dev.lockstep.spark.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.util.TaskCompletionListener;

/** An engine on arrays that scribbles on what it frees, correct but for its one fault. */
final class HeapEngine implements EngineUnderTest {
  private static final byte FREED = (byte) 0xDD;

  private final NativeBlockStore spark;
  private final Fault fault;
  private final AtomicLong outstanding = new AtomicLong();
  private final ConcurrentHashMap<NativeBlockId, byte[]> payloads = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean ended;

  HeapEngine(NativeBlockStore spark, Fault fault) {
    this.spark = spark;
    this.fault = fault;
  }

  @Override
  public NativePutResult put(NativeBlockId id, long bytes, long seed) throws Exception {
    if (ended && fault != Fault.TAKES_PUTS_AFTER_ITS_END) {
      return NativePutResult.NO_SPACE;
    }
    byte[] payload = new byte[Math.toIntExact(bytes)];
    outstanding.addAndGet(bytes);
    Arrays.fill(payload, (byte) seed);
    NativePutResult result = null;
    try {
      result = index(id, payload) ? locked(() -> register(id, payload)) : NativePutResult.DUPLICATE;
    } finally {
      if (result != NativePutResult.STORED && !leaksOn(result)) {
        free(id, payload);
      }
    }
    if (fault == Fault.FREES_AT_PUT && result == NativePutResult.STORED) {
      free(id, payload);
    }
    return result;
  }

  private boolean index(NativeBlockId id, byte[] payload) {
    if (fault == Fault.OVERWRITES_THE_RESIDENT) {
      payloads.put(id, payload);
      return true;
    }
    return payloads.putIfAbsent(id, payload) == null;
  }

  private NativePutResult register(NativeBlockId id, byte[] payload) {
    return spark.putNative(
        fault == Fault.FORGETS_THE_RDD ? NativeBlockId.of(id.engine(), id.key()) : id,
        fault == Fault.RESERVES_TOO_LITTLE ? payload.length / 2 : payload.length,
        fault == Fault.RESERVES_ON_HEAP ? MemoryMode.ON_HEAP : memoryMode(),
        () -> release(id, payload));
  }

  private boolean leaksOn(NativePutResult result) {
    return switch (fault) {
      case LEAKS_ON_NO_SPACE -> result == NativePutResult.NO_SPACE;
      case LEAKS_ON_DUPLICATE -> result == NativePutResult.DUPLICATE;
      case LEAKS_WHEN_A_PUT_FAILS -> result == null;
      default -> false;
    };
  }

  private void release(NativeBlockId id, byte[] payload) throws Exception {
    switch (fault) {
      case RELEASES_TWICE -> {
        free(id, payload);
        free(id, payload);
      }
      case FREES_AT_PUT -> payloads.remove(id, payload);
      case LOCKS_IN_RELEASE ->
          locked(
              () -> {
                free(id, payload);
                return payload;
              });
      case RELEASE_THROWS_FIRST -> throw new IllegalStateException("device is busy");
      case FREES_LATER ->
          CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)
              .execute(() -> free(id, payload));
      default -> free(id, payload);
    }
  }

  private void free(NativeBlockId id, byte[] payload) {
    payloads.remove(id, payload);
    outstanding.addAndGet(-payload.length);
    Arrays.fill(payload, FREED);
  }

  @Override
  public Optional<OpenPayload> open(NativeBlockId id) throws Exception {
    if (fault == Fault.READS_WITHOUT_PIN) {
      return Optional.ofNullable(payloads.get(id)).map(payload -> new Reading(payload, () -> {}));
    }
    Optional<PinnedNativeBlock> pin =
        fault == Fault.PINS_OUTSIDE_THE_TASK
            ? CompletableFuture.supplyAsync(() -> pinned(id)).get()
            : locked(() -> pinned(id));
    byte[] payload = payloads.get(id);
    return pin.map(held -> new Reading(payload, unpin(held)));
  }

  private Optional<PinnedNativeBlock> pinned(NativeBlockId id) {
    Optional<PinnedNativeBlock> pin = spark.pinNative(id);
    TaskContext task = TaskContext.get();
    if (task != null && pin.isPresent() && fault != Fault.LEAVES_READS_OPEN) {
      Runnable unpin = unpin(pin.get());
      task.addTaskCompletionListener((TaskCompletionListener) ended -> unpin.run());
    }
    return pin;
  }

  private Runnable unpin(PinnedNativeBlock pin) {
    return fault == Fault.LEAKS_PINS ? () -> {} : pin::close;
  }

  private record Reading(byte[] payload, Runnable unpin) implements OpenPayload {
    @Override
    public boolean holds(long seed) {
      for (byte b : payload) {
        if (b != (byte) seed) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void close() {
      unpin.run();
    }
  }

  @Override
  public boolean remove(NativeBlockId id) throws Exception {
    byte[] payload = payloads.get(id);
    boolean removed = locked(() -> spark.removeNative(id));
    if (removed && fault == Fault.FREES_WHAT_IT_REMOVES) {
      free(id, payload);
    }
    return removed;
  }

  @Override
  public long bytesOutstanding() {
    return fault == Fault.COUNTS_NOTHING ? 0 : outstanding.get();
  }

  @Override
  public void underEngineLock(Runnable body) {
    if (fault == Fault.LOCKS_IN_RELEASE) {
      lock.lock();
    }
    try {
      body.run();
    } finally {
      if (fault == Fault.LOCKS_IN_RELEASE) {
        lock.unlock();
      }
    }
  }

  private <T> T locked(java.util.concurrent.Callable<T> call) throws Exception {
    if (fault != Fault.LOCKS_IN_RELEASE) {
      return call.call();
    }
    lock.lock();
    try {
      return call.call();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    ended = true;
    if (fault == Fault.LEAVES_BLOCKS_AT_ITS_END) {
      return;
    }
    spark.removeAll(payloads::containsKey, Duration.ofSeconds(1));
    if (bytesOutstanding() != 0) {
      throw new IllegalStateException(outstanding + " bytes have not been freed");
    }
  }
}
