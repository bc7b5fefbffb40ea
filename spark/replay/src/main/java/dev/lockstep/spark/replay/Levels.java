package dev.lockstep.spark.replay;

import dev.lockstep.model.MemoryMode;
import org.apache.spark.storage.StorageLevel;

/** The storage levels of JVM blocks: memory alone, one replica. */
final class Levels {
  /** Of deserialized values. */
  static final StorageLevel VALUES = StorageLevel.apply(false, true, false, true, 1);

  private static final StorageLevel BYTES = StorageLevel.apply(false, true, false, false, 1);
  private static final StorageLevel BYTES_OFF_HEAP =
      StorageLevel.apply(false, true, true, false, 1);

  private Levels() {}

  /** Of serialized bytes. */
  static StorageLevel bytes(MemoryMode mode) {
    return switch (mode) {
      case ON_HEAP -> BYTES;
      case OFF_HEAP -> BYTES_OFF_HEAP;
    };
  }
}
