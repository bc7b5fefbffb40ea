package dev.lockstep.spark.columnar;

import org.apache.spark.sql.execution.adaptive.TableCacheQueryStageExec;
import org.apache.spark.sql.execution.columnar.CachedRDDBuilder;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;
import scala.Option;
import scala.collection.immutable.Seq;

/** What the woven methods of spark-sql call. With any other serializer they do what they did. */
public final class CacheHooks {
  private CacheHooks() {}

  /**
   * S1: called at the end of the constructor of the cache builder, which every {@code persist},
   * {@code CACHE TABLE} and recache goes through: before any job, and before the cache manager
   * knows of the table.
   */
  public static void requirePersistable(CachedRDDBuilder builder) {
    if (builder.serializer() instanceof NativeCachedBatchSerializer serializer) {
      serializer.require(builder.storageLevel(), builder.cachedPlan().output());
    }
  }

  /**
   * Stock says yes always, so that a plan of row operators never asks for columns. A native table
   * that has columns gives columns.
   */
  public static boolean supportsRowBased(InMemoryTableScanExec scan) {
    return !(isNative(scan) && scan.supportsColumnar()) && scan.stock$supportsRowBased();
  }

  /**
   * Stock forgets the class of the vectors when adaptive execution makes a stage of a scan: then
   * generated code calls the abstract class, which costs up to half of a scan's speed.
   */
  public static Option<Seq<String>> vectorTypes(TableCacheQueryStageExec stage) {
    return stage.inMemoryTableScan() instanceof InMemoryTableScanExec scan && isNative(scan)
        ? scan.vectorTypes()
        : Option.empty();
  }

  private static boolean isNative(InMemoryTableScanExec scan) {
    return scan.relation().cacheBuilder().serializer() instanceof NativeCachedBatchSerializer;
  }
}
