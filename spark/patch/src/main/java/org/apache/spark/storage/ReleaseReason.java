package org.apache.spark.storage;

/** Why a registration of a native block has ended. */
public enum ReleaseReason {
  /** Its space was needed: by another block, or by a task that asked for execution memory (R12). */
  EVICTED,
  /** Somebody removed it: the engine, or Spark with the RDD that owns it. */
  REMOVED,
  /** The store was cleared, which Spark does when the block manager stops (R13). */
  CLEARED
}
