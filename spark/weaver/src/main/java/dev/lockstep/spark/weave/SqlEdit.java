package dev.lockstep.spark.weave;

import java.util.List;

/** What is woven into spark-sql for the columnar cache; each can be left out. */
public enum SqlEdit {
  /** S1 when a table is persisted; without it, when the table is first computed. */
  LEVELS(
      new EndCall(
          SqlEdit.COLUMNAR + "CachedRDDBuilder",
          "(Lorg/apache/spark/sql/columnar/CachedBatchSerializer;"
              + "Lorg/apache/spark/storage/StorageLevel;"
              + "Lorg/apache/spark/sql/execution/SparkPlan;Lscala/Option;"
              + "Lorg/apache/spark/sql/catalyst/plans/logical/LogicalPlan;)V",
          SqlEdit.HOOKS,
          "requirePersistable")),

  /** Columns for plans of row operators; without it such plans read rows that are copied. */
  PLANS(
      new Delegate(
          SqlEdit.COLUMNAR + "InMemoryTableScanExec",
          "supportsRowBased",
          "()Z",
          SqlEdit.HOOKS,
          "supportsRowBased")),

  /**
   * The class of the vectors, told through the stage that adaptive execution makes of a cached
   * table's scan; without it generated code calls the vectors' abstract class.
   */
  VECTORS(
      new AddedMethod(
          "org/apache/spark/sql/execution/adaptive/TableCacheQueryStageExec",
          "vectorTypes",
          "()Lscala/Option;",
          "()Lscala/Option<Lscala/collection/immutable/Seq<Ljava/lang/String;>;>;",
          SqlEdit.HOOKS));

  private static final String COLUMNAR = "org/apache/spark/sql/execution/columnar/";

  /** Our Java: what woven code calls. */
  private static final String HOOKS = "dev/lockstep/spark/columnar/CacheHooks";

  /**
   * What the cached RDD relies on without weaving it: the builder maps the partitions of what the
   * serializer returned, and persists the result.
   */
  static final WeavePoint BUILDER =
      new CallSequence(
          COLUMNAR + "CachedRDDBuilder",
          "buildBuffers",
          "()Lorg/apache/spark/rdd/RDD;",
          "org/apache/spark/rdd/RDD",
          List.of("mapPartitionsInternal", "persist"));

  private final WeavePoint point;

  SqlEdit(WeavePoint point) {
    this.point = point;
  }

  WeavePoint point() {
    return point;
  }
}
