package dev.lockstep.spark.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A class that mutants are made of.
 *
 * @param name as in Java
 * @param kind whose code it is
 */
public record MutatedClass(String name, Kind kind) {
  private static final String STORAGE = "org.apache.spark.storage.";
  private static final String STORE = STORAGE + "memory.";
  private static final String MEMORY = "org.apache.spark.memory.";

  /** Whose code a class is. */
  public enum Kind {
    /** Spark's, some of it woven. */
    SPARK,
    /** The patch's own. */
    NATIVE
  }

  /** All of them: the classes of the store with those that stand in the same source files. */
  public static final List<MutatedClass> ALL = all();

  private static List<MutatedClass> all() {
    List<MutatedClass> all = new ArrayList<>();
    for (String spark :
        List.of(
            STORE + "MemoryStore",
            STORE + "DeserializedMemoryEntry",
            STORE + "DeserializedMemoryEntry$",
            STORE + "SerializedMemoryEntry",
            STORE + "SerializedMemoryEntry$",
            STORE + "DeserializedValuesHolder",
            STORE + "DeserializedValuesHolder$$anon$1",
            STORE + "SerializedValuesHolder",
            STORE + "SerializedValuesHolder$$anon$2",
            STORE + "PartiallyUnrolledIterator",
            STORE + "PartiallySerializedBlock",
            STORE + "RedirectableOutputStream",
            MEMORY + "MemoryPool",
            MEMORY + "StorageMemoryPool",
            MEMORY + "ExecutionMemoryPool",
            MEMORY + "UnifiedMemoryManager",
            MEMORY + "UnifiedMemoryManager$",
            MEMORY + "UnifiedMemoryManager$$anon$1",
            STORAGE + "BlockInfo",
            STORAGE + "BlockInfo$",
            STORAGE + "BlockInfoWrapper",
            STORAGE + "BlockInfoManager",
            STORAGE + "BlockInfoManager$")) {
      all.add(new MutatedClass(spark, Kind.SPARK));
    }
    for (String ours :
        List.of(
            STORAGE + "EndingTasks",
            STORAGE + "NativeBlockAccessException",
            STORAGE + "NativeBlockId",
            STORAGE + "NativeBlockStore",
            STORAGE + "NativeBlocks",
            STORAGE + "NativeLocks",
            STORAGE + "NativePutResult",
            STORAGE + "NativeStoredPut",
            STORAGE + "NativeWaiters",
            STORAGE + "PinLock",
            STORAGE + "PinnedNativeBlock",
            STORE + "DeferredReleases",
            STORE + "NativeEntries",
            STORE + "NativeMemoryEntry",
            STORE + "NativeReleases",
            STORE + "ReleaseMode",
            STORE + "Thrown")) {
      all.add(new MutatedClass(ours, Kind.NATIVE));
    }
    return List.copyOf(all);
  }

  /** The class of a name, with or without its package. */
  public static Optional<MutatedClass> named(String name) {
    return ALL.stream()
        .filter(c -> c.name().equals(name) || c.simpleName().equals(name))
        .findFirst();
  }

  /** The name without its package. */
  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
