package dev.lockstep.spark.context.probes;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;

/**
 * An engine whose class is an artifact of a session: each session of an executor loads it anew,
 * with a map of its own. Called by name alone, so that nobody gets the class of another loader.
 */
public final class SessionEngine {
  private static final Map<NativeBlockId, String> PAYLOADS = new ConcurrentHashMap<>();

  private SessionEngine() {}

  /** Puts a block without an owner, or of an RDD. */
  public static String put(String key, int rdd) {
    NativeBlockId id = id(key, rdd);
    String payload = key + rdd;
    if (PAYLOADS.putIfAbsent(id, payload) != null) {
      return NativePutResult.DUPLICATE.name();
    }
    NativePutResult result =
        NativeBlockStore.ofThisExecutor()
            .putNative(id, 1_000, MemoryMode.ON_HEAP, () -> PAYLOADS.remove(id, payload));
    if (result != NativePutResult.STORED) {
      PAYLOADS.remove(id, payload);
    }
    return result.name();
  }

  /** What a reader of this class finds: under the pin, its own payload or none. */
  public static String read(String key, int rdd) {
    Optional<PinnedNativeBlock> pin = NativeBlockStore.ofThisExecutor().pinNative(id(key, rdd));
    if (pin.isEmpty()) {
      return "no block";
    }
    try (PinnedNativeBlock pinned = pin.get()) {
      return PAYLOADS.containsKey(pinned.id()) ? "own payload" : "a block, and no payload";
    }
  }

  /** The payloads that this class has, and nobody has released. */
  public static String payloads() {
    return Integer.toString(PAYLOADS.size());
  }

  private static NativeBlockId id(String key, int rdd) {
    return rdd < 0 ? NativeBlockId.of("session", key) : NativeBlockId.ofRdd("session", key, rdd);
  }
}
