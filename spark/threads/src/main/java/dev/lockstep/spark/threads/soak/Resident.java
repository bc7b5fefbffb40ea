package dev.lockstep.spark.threads.soak;

import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.memory.MemoryEntry;
import org.apache.spark.storage.memory.NativeMemoryEntry;
import org.jspecify.annotations.Nullable;

/** The payload of a registration, by Spark's own map: no second one could be wrong. */
final class Resident {
  private Resident() {}

  /** The payload of the block that is there; null if a stop has taken it. */
  static @Nullable Payload payload(SoakedBlockManager manager, NativeBlockId id) {
    synchronized (manager.memoryStore().entries) {
      return payload(manager.memoryStore().entries.get(id));
    }
  }

  /** Null for a JVM block. */
  static @Nullable Payload payload(@Nullable MemoryEntry<?> entry) {
    return entry instanceof NativeMemoryEntry registered
            && registered.release() instanceof Payload payload
        ? payload
        : null;
  }
}
