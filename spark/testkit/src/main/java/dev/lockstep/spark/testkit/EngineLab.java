package dev.lockstep.spark.testkit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.TestBlockId;
import org.apache.spark.storage.memory.ReleaseMode;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * An engine under test on a block manager of its own, whose pool has room for {@link #SLOTS} of the
 * engine's payloads.
 */
final class EngineLab {
  /** Payloads that fit into the pool. */
  static final int SLOTS = 4;

  private static final String KIT = "testkit";

  private final LabBlockManager manager;
  private final WatchedNatives natives;
  private final NativeBlockStore kits;
  private final EngineUnderTest engine;
  private final LabThreads threads;
  private final PayloadSize size;
  private int pressed;

  private EngineLab(
      EngineFactory factory, ReleaseMode mode, LabThreads threads, PayloadSize size, int slots)
      throws Exception {
    this.manager = LabBlockManager.create(slots * size.reserved(), mode);
    this.natives = new WatchedNatives(manager);
    this.kits = NativeBlockStore.of(manager);
    this.engine = factory.create(natives);
    this.threads = threads;
    this.size = size;
  }

  /**
   * One payload, in bytes as asked of the engine, as it reserves them and as it counts them, and
   * the pool that it reserves from.
   */
  record PayloadSize(long asked, long reserved, long counted, MemoryMode mode) {}

  static EngineLab open(EngineFactory factory, ReleaseMode mode, Duration patience, long bytesAsked)
      throws Exception {
    PayloadSize size = measured(factory, mode, patience, bytesAsked);
    return new EngineLab(factory, mode, new LabThreads(patience), size, SLOTS);
  }

  /** Lets the engine put one payload into a store with plenty of room. */
  private static PayloadSize measured(
      EngineFactory factory, ReleaseMode mode, Duration patience, long bytesAsked)
      throws Exception {
    PayloadSize roomy =
        new PayloadSize(bytesAsked, 2 * bytesAsked + (1 << 20), bytesAsked, MemoryMode.OFF_HEAP);
    EngineLab trial = new EngineLab(factory, mode, new LabThreads(patience), roomy, SLOTS);
    try {
      return trial.measure();
    } finally {
      trial.dispose();
    }
  }

  /** A lab for a soak, whose pool has room for as many payloads as the plan says. */
  static EngineLab forSoak(EngineFactory factory, SoakPlan plan) throws Exception {
    PayloadSize size = measured(factory, plan.mode(), plan.patience(), plan.payloadBytes());
    return new EngineLab(factory, plan.mode(), new LabThreads(plan.patience()), size, plan.slots());
  }

  private PayloadSize measure() throws Exception {
    stored("trial", 1);
    long counted = engine.bytesOutstanding();
    Registration registration = natives.stored().get(0);
    return new PayloadSize(
        size.asked(),
        registration.size(),
        counted > 0 ? counted : size.asked(),
        registration.mode());
  }

  LabBlockManager manager() {
    return manager;
  }

  WatchedNatives natives() {
    return natives;
  }

  EngineUnderTest engine() {
    return engine;
  }

  LabThreads threads() {
    return threads;
  }

  PayloadSize size() {
    return size;
  }

  /** The pool that the engine reserves from. */
  MemoryMode mode() {
    return size.mode();
  }

  static NativeBlockId id(String key) {
    return NativeBlockId.of(KIT, key);
  }

  NativePutResult put(NativeBlockId id, long seed) throws Exception {
    return engine.put(id, size.asked(), seed);
  }

  /** A payload that must be stored, as there is space for it. */
  NativeBlockId stored(String key, long seed) throws Exception {
    NativeBlockId id = id(key);
    NativePutResult result = put(id, seed);
    Verdict.that(
        result == NativePutResult.STORED,
        "R1: the put of a new block into free space must be STORED; the engine said %s for %s.",
        result,
        id);
    return id;
  }

  /** Waits for deferred releases. */
  void settle() {
    natives.awaitReleases();
  }

  /**
   * Makes space for this many payloads as another engine would, evicting if need be, and gives it
   * back; false if there is no way.
   */
  boolean press(int payloads) {
    NativeBlockId other = id("other-engine-" + pressed++);
    boolean stored = false;
    for (int attempt = 0; attempt < 2 && !stored; attempt++) {
      stored =
          kits.putNative(other, payloads * size.reserved(), mode(), () -> {})
              == NativePutResult.STORED;
      // A deferring store evicts at once, and has the space when the releases have run.
      settle();
    }
    boolean given = stored && kits.removeNative(other);
    settle();
    return given;
  }

  /** Puts a JVM block of this many payloads' size; false if there is no space. */
  boolean putJvm(BlockId id, int payloads) {
    int bytes = Math.toIntExact(payloads * size.reserved());
    boolean offHeap = mode() == MemoryMode.OFF_HEAP;
    ByteBuffer data = offHeap ? Platform.allocateDirectBuffer(bytes) : ByteBuffer.allocate(bytes);
    return manager.putBytes(
        id,
        new ChunkedByteBuffer(data),
        StorageLevel.apply(false, true, offHeap, false, 1),
        true,
        ClassTag$.MODULE$.Any());
  }

  static BlockId jvmBlock(String name) {
    return new TestBlockId(name);
  }

  /** A pin of the kit's own, so that a block stays. */
  PinnedNativeBlock keep(NativeBlockId id) {
    return kits.pinNative(id).orElseThrow(() -> Verdict.failure(null, "%s is gone", id));
  }

  boolean has(NativeBlockId id) {
    return manager.memoryStore().contains(id);
  }

  /** Read locks on the block. */
  int readers(NativeBlockId id) {
    Option<BlockInfo> info = manager.blockInfoManager().get(id);
    return info.isEmpty() ? 0 : info.get().readerCount();
  }

  /** Bytes that Spark accounts for in the engine's pool. */
  long used() {
    return mode() == MemoryMode.OFF_HEAP
        ? manager.memory().offHeapStorageMemoryUsed()
        : manager.memory().onHeapStorageMemoryUsed();
  }

  /** The engine must have exactly this many payloads allocated. */
  void allocated(int payloads, String situation) {
    long expected = payloads * size.counted();
    long found = engine.bytesOutstanding();
    Verdict.that(
        found == expected,
        "%s The engine counts %d bytes outstanding, and %d payloads of %d bytes should be: %s.",
        situation,
        found,
        payloads,
        size.counted(),
        found > expected
            ? "a payload has leaked"
            : "a payload was freed twice or too early, or the engine's count is wrong");
  }

  /** The block must be there, and read as it was written. */
  void readable(NativeBlockId id, long seed, String situation) throws Exception {
    Optional<? extends OpenPayload> opened = engine.open(id);
    Verdict.that(opened.isPresent(), "%s The engine can't open %s.", situation, id);
    try (OpenPayload payload = opened.orElseThrow()) {
      intact(payload, seed, situation);
    }
  }

  /** The payload must read as it was written. */
  static void intact(OpenPayload payload, long seed, String situation) {
    boolean holds;
    try {
      holds = payload.holds(seed);
    } catch (RuntimeException | AssertionError freed) {
      throw Verdict.failure(freed, "%s Reading the payload failed: %s.", situation, freed);
    }
    Verdict.that(holds, "%s The payload has other bytes than were written.", situation);
  }

  /** After a check, whatever its end: the engine may be broken, so nothing is asked of it. */
  void dispose() {
    natives.watch(ReleaseWatch.NOBODY);
    try {
      manager.stop();
      settle();
      engine.close();
    } catch (Exception | AssertionError leftovers) {
      // The check has said what is wrong.
    }
  }
}
