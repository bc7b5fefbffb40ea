package dev.lockstep.spark.launch;

import dev.lockstep.schedule.weave.PointWeaver;
import java.util.Set;
import java.util.regex.Pattern;

/** Puts points into the classes of the store, at which the threads of a schedule stop. */
record PointEdit(PointWeaver weaver) implements ClassEdit {
  private static final String STORAGE = "org.apache.spark.storage.";

  /** Spark's, by name; those with a lock or a shared collection in them. */
  private static final Set<String> SPARKS =
      Set.of(
          STORAGE + "BlockInfo",
          STORAGE + "BlockInfoManager",
          STORAGE + "BlockInfoWrapper",
          STORAGE + "memory.MemoryStore",
          "org.apache.spark.memory.MemoryManager",
          "org.apache.spark.memory.UnifiedMemoryManager",
          "org.apache.spark.memory.MemoryPool",
          "org.apache.spark.memory.StorageMemoryPool",
          "org.apache.spark.memory.ExecutionMemoryPool");

  /** The patch's. */
  private static final Pattern OURS =
      Pattern.compile(
          Pattern.quote(STORAGE)
              + "(memory\\.)?(Native|Deferred|EndingTasks|PinLock|PinnedNative)[A-Za-z]*");

  @Override
  public boolean concerns(String className) {
    return SPARKS.contains(className) || isOurs(className);
  }

  /** Whether a class is the patch's own. */
  static boolean isOurs(String className) {
    return OURS.matcher(className).matches();
  }

  @Override
  public byte[] applyTo(byte[] classFile) {
    return weaver.weave(classFile);
  }
}
