package dev.lockstep.spark.suites;

/**
 * The suites of Spark's core that touch what the patch changes. All of them make JVM blocks only.
 */
public enum SparkSuite {
  MEMORY_STORE("org.apache.spark.storage.MemoryStoreSuite"),
  BLOCK_INFO_MANAGER("org.apache.spark.storage.BlockInfoManagerSuite"),
  UNIFIED_MEMORY_MANAGER("org.apache.spark.memory.UnifiedMemoryManagerSuite"),
  BLOCK_MANAGER("org.apache.spark.storage.BlockManagerSuite");

  private final String className;

  SparkSuite(String className) {
    this.className = className;
  }

  /** The name with its package, as ScalaTest wants it. */
  public String className() {
    return className;
  }

  /** The name without its package, as a person wants it. */
  public String simpleName() {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
