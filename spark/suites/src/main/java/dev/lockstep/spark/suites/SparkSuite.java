package dev.lockstep.spark.suites;

/**
 * The suites of Spark that touch what the patches change: in core the store, whose suites make JVM
 * blocks only; in sql the cache of tables.
 */
public enum SparkSuite {
  MEMORY_STORE(SuiteModule.CORE, "storage.MemoryStoreSuite"),
  BLOCK_INFO_MANAGER(SuiteModule.CORE, "storage.BlockInfoManagerSuite"),
  UNIFIED_MEMORY_MANAGER(SuiteModule.CORE, "memory.UnifiedMemoryManagerSuite"),
  BLOCK_MANAGER(SuiteModule.CORE, "storage.BlockManagerSuite"),

  IN_MEMORY_COLUMNAR_QUERY(SuiteModule.SQL, "sql.execution.columnar.InMemoryColumnarQuerySuite"),
  PARTITION_BATCH_PRUNING(SuiteModule.SQL, "sql.execution.columnar.PartitionBatchPruningSuite"),
  IN_MEMORY_RELATION(SuiteModule.SQL, "sql.execution.columnar.InMemoryRelationSuite"),
  CONCURRENT_IN_MEMORY_RELATION(
      SuiteModule.SQL, "sql.execution.columnar.ConcurrentInMemoryRelationSuite"),
  IN_MEMORY_TABLE_METRIC(SuiteModule.SQL, "sql.execution.datasources.InMemoryTableMetricSuite"),
  DATASET_CACHE(SuiteModule.SQL, "sql.DatasetCacheSuite"),
  CACHED_TABLE(SuiteModule.SQL, "sql.CachedTableSuite"),
  CACHE_MANAGER(SuiteModule.SQL, "sql.CacheManagerSuite"),
  CACHE_TABLE_IN_KRYO(SuiteModule.SQL, "sql.CacheTableInKryoSuite");

  private final SuiteModule module;
  private final String className;

  SparkSuite(SuiteModule module, String inSpark) {
    this.module = module;
    this.className = "org.apache.spark." + inSpark;
  }

  /** Whose suite it is. */
  public SuiteModule module() {
    return module;
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
