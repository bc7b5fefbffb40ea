package dev.lockstep.spark.suites;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How queries read the natively cached tables of a run. */
public enum NativeReads {
  /** As the woven scan does by itself. */
  COLUMNS("true"),
  /** As Spark does that was told not to read caches by columns. */
  ROWS("false");

  private static final String ENGINE = "dev.lockstep.spark.arrow.cache.ArrowCachedBatchSerializer";

  private final String vectorized;

  NativeReads(String vectorized) {
    this.vectorized = vectorized;
  }

  /** What it is called in the list of failures, in tables and in JSON. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<NativeReads> of(String text) {
    return List.of(values()).stream().filter(reads -> reads.text().equals(text)).findFirst();
  }

  /** The suites of a run natively, and S1: no level that uses the disk. */
  Map<String, String> properties() {
    return Map.of(
        "spark.sql.cache.serializer",
        ENGINE,
        "spark.sql.defaultCacheStorageLevel",
        "MEMORY_ONLY",
        "spark.sql.inMemoryColumnarStorage.enableVectorizedReader",
        vectorized);
  }

  /** Whether a suite is run so: of rows those about what is read. */
  public boolean runs(SparkSuite suite) {
    return switch (this) {
      case COLUMNS -> leftOut(suite).isEmpty();
      case ROWS ->
          suite == SparkSuite.IN_MEMORY_COLUMNAR_QUERY
              || suite == SparkSuite.PARTITION_BATCH_PRUNING;
    };
  }

  /** Why a suite can't be run so, if it can't. */
  public Optional<LeftOut> leftOut(SparkSuite suite) {
    return this == COLUMNS && suite == SparkSuite.PARTITION_BATCH_PRUNING
        ? Optional.of(
            new LeftOut(
                suite,
                "it asks how many batches a scan has read, which Spark counts for rows alone"))
        : Optional.empty();
  }
}
