package dev.lockstep.spark.columnar;

import org.apache.spark.storage.StorageLevel;

/** Storage levels that a native payload can have (S1): memory alone, once. */
final class Levels {
  private Levels() {}

  static void require(String engine, StorageLevel level) {
    String reason;
    if (level.useDisk()) {
      reason = "uses the disk, to which Spark cannot write a native payload";
    } else if (level.replication() != 1) {
      reason = "asks for " + level.replication() + " replicas; a native payload has one executor";
    } else if (!level.useMemory()) {
      reason = "uses no memory";
    } else {
      return;
    }
    throw new UnsupportedOperationException(
        "The columnar cache of "
            + engine
            + " cannot have storage level "
            + name(level)
            + ": it "
            + reason
            + ". Use persist(StorageLevel.MEMORY_ONLY) instead of cache(), in SQL CACHE TABLE t"
            + " OPTIONS ('storageLevel' 'MEMORY_ONLY'), or set"
            + " spark.sql.defaultCacheStorageLevel=MEMORY_ONLY.");
  }

  /** As users write it; Spark has no name for a level that they have made up. */
  private static String name(StorageLevel level) {
    for (String name : NAMES) {
      if (StorageLevel.fromString(name).equals(level)) {
        return name;
      }
    }
    return level.toString();
  }

  private static final String[] NAMES = {
    "NONE",
    "DISK_ONLY",
    "DISK_ONLY_2",
    "DISK_ONLY_3",
    "MEMORY_ONLY",
    "MEMORY_ONLY_2",
    "MEMORY_ONLY_SER",
    "MEMORY_ONLY_SER_2",
    "MEMORY_AND_DISK",
    "MEMORY_AND_DISK_2",
    "MEMORY_AND_DISK_SER",
    "MEMORY_AND_DISK_SER_2",
    "OFF_HEAP"
  };
}
