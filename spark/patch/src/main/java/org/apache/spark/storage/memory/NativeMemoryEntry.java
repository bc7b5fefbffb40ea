package org.apache.spark.storage.memory;

import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.EngineRelease;
import org.apache.spark.storage.NativeBlockId;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The entry of one registration of a native block: a reservation and the callback that ends it.
 *
 * @param size the reservation in bytes
 * @param release called once, when the entry has left the store's map (R5)
 */
public record NativeMemoryEntry(
    NativeBlockId id, long size, MemoryMode memoryMode, EngineRelease release)
    implements MemoryEntry<Object> {
  /** Checks R2. */
  public NativeMemoryEntry {
    if (id == null) {
      throw new IllegalArgumentException("put of a native block: expected an id, found null");
    }
    if (size < 0) {
      throw new IllegalArgumentException(id + ": expected a size of 0 or more, found " + size);
    }
    if (memoryMode == null) {
      throw new IllegalArgumentException(id + ": expected a memory mode, found null");
    }
    if (release == null) {
      throw new IllegalArgumentException(id + ": expected a release callback, found null");
    }
  }

  @Override
  public ClassTag<Object> classTag() {
    return ClassTag$.MODULE$.Any();
  }
}
